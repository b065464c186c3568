package dev.gloss.inference.tokenizer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts text into the pieces that are merged on their own, by steps of which each works on the
/// pieces of the one before. Immutable.
///
/// @param steps in order
record PreTokenizer(List<SplitStep> steps) {

  /// The names that [#named] knows.
  static final List<String> NAMES = List.of("deepseek-llm", "deepseek-coder", "deepseek-v3");

  PreTokenizer {
    steps = List.copyOf(steps);
  }

  /// DeepSeek's pre-tokenizers by the names that GGUF files use (`tokenizer.ggml.pre`), or null for
  /// a name that is not known.
  static @Nullable PreTokenizer named(String pre) {
    return switch (pre) {
      case "deepseek-v3" ->
          of(DeepseekPatterns.V3_NUMBERS, DeepseekPatterns.V3_CJK, DeepseekPatterns.V3_WORDS);
      case "deepseek-llm" ->
          of(
              DeepseekPatterns.LINE_BREAK,
              DeepseekPatterns.LLM_LETTERS,
              DeepseekPatterns.LLM_PUNCTUATION,
              DeepseekPatterns.TRAILING_WHITESPACE,
              DeepseekPatterns.LLM_CJK,
              "\\p{N}");
      case "deepseek-coder" ->
          of(
              DeepseekPatterns.LINE_BREAK,
              DeepseekPatterns.CODER_LETTERS,
              DeepseekPatterns.CODER_PUNCTUATION,
              DeepseekPatterns.LLM_CJK,
              "\\p{N}");
      default -> null;
    };
  }

  private static PreTokenizer of(String... patterns) {
    return new PreTokenizer(List.of(patterns).stream().map(PreTokenizer::requireStep).toList());
  }

  private static SplitStep requireStep(String pattern) {
    SplitStep step = SplitPattern.of(pattern);
    if (step == null) {
      throw new IllegalArgumentException("no step for " + pattern);
    }
    return step;
  }

  /// The ends of the pieces of `text[from, to)`, ascending, in one of the two lists; both are
  /// overwritten.
  IntList split(char[] text, int from, int to, IntList first, IntList second) {
    IntList ends = first;
    IntList spare = second;
    ends.clear();
    if (from < to) {
      ends.add(to);
    }
    for (SplitStep step : steps) {
      spare.clear();
      int start = from;
      for (int i = 0; i < ends.size(); i++) {
        step.split(text, start, ends.get(i), spare);
        start = ends.get(i);
      }
      IntList swap = ends;
      ends = spare;
      spare = swap;
    }
    return ends;
  }
}
