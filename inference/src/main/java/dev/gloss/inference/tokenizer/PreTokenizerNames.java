package dev.gloss.inference.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the name that GGUF files have for a way of cutting text.
///
/// Expressions that are written differently may mean the same, so names are found by trial: the one
/// that cuts a text of all kinds of characters, in every neighbourhood of three, as it is to be
/// cut.
final class PreTokenizerNames {

  /// One or more of every kind that an expression may tell apart.
  private static final List<String> KINDS =
      List.of(
          "a", "Z", "s", "re", "é", "ǅ", "ж", "ა", "Ა", "ש", "ك", "क", "ि", "ไ", "一", "㐀", "ひ", "カ",
          "한", "𐐀", "1", "23", "4567", "½", "²", "Ⅷ", "٣", "'", "’", ".", "!", "_", "-", "/", "\"",
          "…", "。", "！", "«", "+", "$", "^", "€", "😀", "\u200d", "\u0301", " ", "  ", "\t", "\n",
          "\r\n", "\n\n", "\u00a0", "\u3000", "\u0085", "\u0000");

  private record Candidate(String name, PreTokenizer steps) {}

  private PreTokenizerNames() {}

  /// The name of a way of cutting, if there is one.
  ///
  /// @param steps the way
  /// @param ignoreMerges whether pieces that are tokens stay whole, which goes with some names
  static Optional<String> of(PreTokenizer steps, boolean ignoreMerges) {
    List<Candidate> left = new ArrayList<>();
    for (GgufPreTokenizer named : GgufPreTokenizer.values()) {
      if (named.ignoreMerges() == ignoreMerges) {
        left.add(new Candidate(named.ggufName(), named.steps()));
      }
    }
    for (String first : KINDS) {
      for (String second : KINDS) {
        for (String third : KINDS) {
          String text = first + second + third;
          int[] expected = ends(steps, text);
          left.removeIf(candidate -> !Arrays.equals(expected, ends(candidate.steps(), text)));
        }
      }
    }
    return left.stream().map(Candidate::name).findFirst();
  }

  private static int[] ends(PreTokenizer steps, String text) {
    IntList ends =
        steps.split(text.toCharArray(), 0, text.length(), new IntList(8), new IntList(8));
    return ends.toArray();
  }
}
