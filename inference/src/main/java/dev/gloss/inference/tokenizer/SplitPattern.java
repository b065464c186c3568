package dev.gloss.inference.tokenizer;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the quickest step that does what a `Split` expression says.
final class SplitPattern {
  /// An optional lead, a class, and how many of it.
  private static final Pattern RUNS =
      Pattern.compile(
          "(?<lead>\\\\s\\?| \\?)?"
              + "(?:(?<set>\\[.*])|\\\\p\\{(?<category>[LMNPS])})"
              + "(?<count>\\+|\\{1,(?<limit>[1-9]\\d{0,3})})?",
          Pattern.DOTALL);

  private SplitPattern() {}

  /// The step for an expression, or null when no step here does the same.
  static @Nullable SplitStep of(String regex) {
    SplitStep words = words(regex);
    if (words != null) {
      return words;
    }
    SplitStep runs = runs(regex);
    return runs != null ? runs : RegexSplit.compile(regex);
  }

  private static @Nullable SplitStep words(String regex) {
    // Only Java writes a script's name so.
    return switch (regex.replace("\\p{Han}", "\\p{IsHan}")) {
      case DeepseekPatterns.V3_WORDS -> new DeepseekV3Words();
      case DeepseekPatterns.TRAILING_WHITESPACE -> new TrailingWhitespace();
      case WordPatterns.GPT_2 -> new Gpt2Words();
      case WordPatterns.KIMI_K2 -> new KimiWords();
      // Files write line breaks as they are or escaped.
      default -> Gpt4Words.of(regex.replace("\r", "\\r").replace("\n", "\\n"));
    };
  }

  private static @Nullable SplitStep runs(String regex) {
    Matcher matcher = RUNS.matcher(regex);
    if (!matcher.matches()) {
      return null;
    }
    CodePointClass members = members(matcher.group("set"), matcher.group("category"));
    return members == null
        ? null
        : new ClassRuns(lead(matcher.group("lead")), members, limit(matcher));
  }

  private static @Nullable CodePointClass members(@Nullable String set, @Nullable String category) {
    if (set != null) {
      BitSet listed = BracketedClass.members(set);
      return listed == null ? null : CodePointClass.of(listed);
    }
    GeneralCategories categories = category == null ? null : GeneralCategories.named(category);
    return categories == null ? null : CodePointClass.of(categories);
  }

  private static ClassRuns.Lead lead(@Nullable String lead) {
    if (lead == null) {
      return ClassRuns.Lead.NOTHING;
    }
    return lead.startsWith(" ") ? ClassRuns.Lead.SPACE : ClassRuns.Lead.WHITESPACE;
  }

  private static int limit(Matcher matcher) {
    if (matcher.group("count") == null) {
      return 1;
    }
    String limit = matcher.group("limit");
    return limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit);
  }
}
