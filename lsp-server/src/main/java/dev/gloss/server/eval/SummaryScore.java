package dev.gloss.server.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How close a sentence comes to a reference, over lower-cased words.
public final class SummaryScore {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|[^\\s\\p{L}\\p{N}_]");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=\\p{Lu}|$)");
  private static final int MAX_ORDER = 4;

  private SummaryScore() {}

  /// Sentence BLEU-4 in `[0, 1]`, with one added to matches and totals from bigrams on (Lin and
  /// Och, "ORANGE", 2004).
  public static double bleu4(String candidate, String reference) {
    List<String> got = words(candidate);
    List<String> want = words(reference);
    if (got.isEmpty() || want.isEmpty()) {
      return 0;
    }
    double logSum = 0;
    for (int order = 1; order <= MAX_ORDER; order++) {
      int added = order == 1 ? 0 : 1;
      double matches = matches(ngrams(got, order), ngrams(want, order)) + added;
      double total = Math.max(0, got.size() - order + 1) + added;
      if (matches == 0) {
        return 0;
      }
      logSum += Math.log(matches / total);
    }
    double brevity = Math.min(0, 1 - (double) want.size() / got.size());
    return Math.exp(logSum / MAX_ORDER + brevity);
  }

  /// ROUGE-L in `[0, 1]`: the F1 of precision and recall of the longest common subsequence (Lin,
  /// "ROUGE", 2004).
  public static double rougeL(String candidate, String reference) {
    List<String> got = words(candidate);
    List<String> want = words(reference);
    if (got.isEmpty() || want.isEmpty()) {
      return 0;
    }
    Map<String, Integer> ids = new HashMap<>();
    int common = EditSimilarity.longestCommonSubsequence(numbered(got, ids), numbered(want, ids));
    return 2.0 * common / (got.size() + want.size());
  }

  /// The text up to the end of its first sentence.
  public static String firstSentence(String text) {
    return SENTENCE_END.split(text.strip(), 2)[0].strip();
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  private static int[] numbered(List<String> words, Map<String, Integer> ids) {
    return words.stream().mapToInt(word -> ids.computeIfAbsent(word, _ -> ids.size())).toArray();
  }

  private static Map<List<String>, Integer> ngrams(List<String> words, int order) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + order <= words.size(); i++) {
      counts.merge(new ArrayList<>(words.subList(i, i + order)), 1, Integer::sum);
    }
    return counts;
  }

  private static int matches(Map<List<String>, Integer> got, Map<List<String>, Integer> want) {
    return got.entrySet().stream()
        .mapToInt(entry -> Math.min(entry.getValue(), want.getOrDefault(entry.getKey(), 0)))
        .sum();
  }
}
