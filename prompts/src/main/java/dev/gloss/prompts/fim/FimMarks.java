package dev.gloss.prompts.fim;

import dev.gloss.inference.Prompt;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tokens that mark a hole, as parts of a prompt.
///
/// @param prefix announces what stands before the hole
/// @param suffix announces what stands after it
/// @param middle behind it the model writes; null where there is no such token
record FimMarks(Prompt.Part prefix, Prompt.Part suffix, Prompt.@Nullable Part middle) {

  /// Tokens by their texts.
  static FimMarks of(FimFamily family) {
    String middle = family.middle();
    return new FimMarks(
        new Prompt.Special(family.prefix()),
        new Prompt.Special(family.suffix()),
        middle == null ? null : new Prompt.Special(middle));
  }

  /// Tokens by their ids.
  static FimMarks of(int prefix, int suffix, int middle) {
    return new FimMarks(id(prefix), id(suffix), id(middle));
  }

  /// Those that are given by their ids.
  List<Integer> ids() {
    return Stream.of(prefix, suffix, middle)
        .flatMap(part -> part instanceof Prompt.Ids(var ids) ? ids.stream() : Stream.empty())
        .toList();
  }

  private static Prompt.Part id(int id) {
    return new Prompt.Ids(List.of(id));
  }
}
