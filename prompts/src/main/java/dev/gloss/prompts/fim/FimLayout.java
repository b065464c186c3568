package dev.gloss.prompts.fim;

import dev.gloss.inference.FimOrder;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// How what stands around a hole is laid out for a model, in the order it was trained with:
/// beginning of sentence, `begin`, prefix, `hole`, suffix, `end` in DeepSeek's own order
/// ([FimOrder#PSM]); the same with the prefix moved to the end in the other ([FimOrder#SPM]).
///
/// The beginning of sentence belongs to the layout, whatever `add_bos_token` says about plain
/// prompts; a model without one gets none. Prefix and suffix stay data: a document that contains
/// `<｜fim▁end｜>` is completed like any other. They are separate parts because training cut examples
/// at characters and tokenised the parts on their own.
public final class FimLayout {
  private final FimTokens tokens;
  private final FimOrder order;
  private final OptionalInt bosId;

  private FimLayout(FimTokens tokens, FimOrder order, OptionalInt bosId) {
    this.tokens = tokens;
    this.order = order;
    this.bosId = bosId;
  }

  /// The layout for a model whose tokenizer has DeepSeek's fill-in-the-middle tokens.
  ///
  /// @throws IllegalArgumentException if it has not; the message names what is missing
  public static FimLayout of(Tokenizer tokenizer, FimOrder order) {
    return of(tokenizer, order, FimTokens.DEEPSEEK);
  }

  /// The layout with these tokens.
  ///
  /// @throws IllegalArgumentException if the tokenizer lacks one of them; the message names it
  public static FimLayout of(Tokenizer tokenizer, FimOrder order, FimTokens tokens) {
    List<String> missing = missing(tokenizer, tokens);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "this model cannot fill in the middle: its tokenizer has no special token "
              + String.join(", ", missing)
              + "; choose a model trained for code completion");
    }
    return new FimLayout(tokens, order, tokenizer.bosId());
  }

  /// Whether a layout can be made for this tokenizer.
  public static boolean isSupported(Tokenizer tokenizer) {
    return missing(tokenizer, FimTokens.DEEPSEEK).isEmpty();
  }

  /// The prompt that asks for what stands between `prefix` and `suffix`.
  public Prompt prompt(String prefix, String suffix) {
    List<Prompt.Part> parts = new ArrayList<>(6);
    bosId.ifPresent(id -> parts.add(new Prompt.Ids(List.of(id))));
    parts.add(new Prompt.Special(tokens.begin()));
    if (order == FimOrder.PSM) {
      parts.add(new Prompt.Text(prefix));
    }
    parts.add(new Prompt.Special(tokens.hole()));
    parts.add(new Prompt.Text(suffix));
    parts.add(new Prompt.Special(tokens.end()));
    if (order == FimOrder.SPM) {
      parts.add(new Prompt.Text(prefix));
    }
    return new Prompt(parts);
  }

  /// Tokens the layout adds to those of prefix and suffix; what a packer takes off its budget.
  public int overheadTokens() {
    return bosId.isPresent() ? 4 : 3;
  }

  private static List<String> missing(Tokenizer tokenizer, FimTokens tokens) {
    List<String> missing = new ArrayList<>();
    for (String name : List.of(tokens.begin(), tokens.hole(), tokens.end())) {
      if (tokenizer.specialId(name).isEmpty()) {
        missing.add(name);
      }
    }
    return missing;
  }
}
