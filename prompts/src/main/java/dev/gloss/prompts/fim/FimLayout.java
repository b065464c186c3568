package dev.gloss.prompts.fim;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The PSM layout (prefix, suffix, middle) that DeepSeek's models and ours were trained with:
/// beginning of sentence, `begin`, prefix, `hole`, suffix, `end`.
///
/// The beginning of sentence belongs to the layout, whatever `add_bos_token` says about plain
/// prompts; a model without one gets none. Prefix and suffix stay data: a document that contains
/// `<｜fim▁end｜>` is completed like any other. They are separate parts because training cut examples
/// at characters and tokenised the parts on their own.
public final class FimLayout {
  private final FimTokens tokens;
  private final OptionalInt bosId;

  private FimLayout(FimTokens tokens, OptionalInt bosId) {
    this.tokens = tokens;
    this.bosId = bosId;
  }

  /// The layout for a model whose tokenizer has DeepSeek's fill-in-the-middle tokens.
  ///
  /// @throws IllegalArgumentException if it has not; the message names what is missing
  public static FimLayout of(Tokenizer tokenizer) {
    return of(tokenizer, FimTokens.DEEPSEEK);
  }

  /// The layout with these tokens.
  ///
  /// @throws IllegalArgumentException if the tokenizer lacks one of them; the message names it
  public static FimLayout of(Tokenizer tokenizer, FimTokens tokens) {
    List<String> missing = missing(tokenizer, tokens);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "this model cannot fill in the middle: its tokenizer has no special token "
              + String.join(", ", missing)
              + "; choose a model trained for code completion");
    }
    return new FimLayout(tokens, tokenizer.bosId());
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
    parts.add(new Prompt.Text(prefix));
    parts.add(new Prompt.Special(tokens.hole()));
    parts.add(new Prompt.Text(suffix));
    parts.add(new Prompt.Special(tokens.end()));
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
