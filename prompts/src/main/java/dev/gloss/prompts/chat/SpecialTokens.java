package dev.gloss.prompts.chat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The texts of a model's special tokens, to be found in what a template wrote. Immutable.
public final class SpecialTokens {
  /// By first character, longest first: the longest match wins, as in tokenizers.
  private final Map<Character, List<String>> byFirst = new HashMap<>();

  private SpecialTokens(Collection<String> texts) {
    texts.stream()
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted((a, b) -> b.length() - a.length())
        .forEach(
            text ->
                byFirst.merge(
                    text.charAt(0),
                    List.of(text),
                    (some, one) ->
                        java.util.stream.Stream.concat(some.stream(), one.stream()).toList()));
  }

  /// The tokens of these texts, in any order.
  public static SpecialTokens of(Collection<String> texts) {
    return new SpecialTokens(texts);
  }

  /// The longest token that starts at `from` and ends by `to`.
  Optional<String> at(String text, int from, int to) {
    return byFirst.getOrDefault(text.charAt(from), List.of()).stream()
        .filter(token -> from + token.length() <= to && text.startsWith(token, from))
        .findFirst();
  }
}
