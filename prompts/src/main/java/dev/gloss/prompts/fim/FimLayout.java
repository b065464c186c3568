package dev.gloss.prompts.fim;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How what stands around a hole is laid out for a model, in one form.
///
/// The beginning of sentence comes first where the model's own `add_bos_token` asks for it. Prefix
/// and suffix stay data: a document that contains `<｜fim▁end｜>` is completed like any other. They
/// are separate parts because training cut examples at characters and tokenised the parts on their
/// own.
///
/// Where a model goes on from the prefix as from any text, a blank at its end stays out of the
/// prompt: byte-level vocabularies join a blank with the word behind it, and behind a blank of its
/// own a model writes a word with a second one. Immutable.
public final class FimLayout {
  private final FimForm form;
  private final @Nullable FimMarks marks;
  private final OptionalInt first;
  private final OptionalInt separator;
  private final boolean joins;

  /// @param marks may be null for a form that needs none
  /// @param isTextual whether the model saw prefix and middle as one text when they were adjacent
  FimLayout(FimForm form, @Nullable FimMarks marks, Tokenizer tokenizer, boolean isTextual) {
    this.joins = isTextual && form.goesOnFromPrefix(marks != null && marks.middle() != null);
    this.form = form;
    this.marks = marks;
    this.first = tokenizer.addBosToken() ? tokenizer.bosId() : OptionalInt.empty();
    this.separator = tokenizer.eosId();
  }

  /// The form it lays out in.
  public FimForm form() {
    return form;
  }

  /// The blank at the end of the prefix that stays out of the prompt, so that what is written most
  /// likely begins with it; empty where there is none.
  public String heldBlank(String prefix) {
    return joins && (prefix.endsWith(" ") || prefix.endsWith("\t"))
        ? prefix.substring(prefix.length() - 1)
        : "";
  }

  /// The prompt that asks for what stands between `text` and `suffix`.
  public Prompt prompt(String text, String suffix) {
    String prefix = text.substring(0, text.length() - heldBlank(text).length());
    List<Prompt.Part> parts = new ArrayList<>(6);
    first.ifPresent(id -> parts.add(new Prompt.Ids(List.of(id))));
    for (FimForm.Piece piece : form.pieces()) {
      Prompt.Part part = part(piece, prefix, suffix);
      if (part != null) {
        parts.add(part);
      }
    }
    if (form == FimForm.PREFIX && first.isEmpty() && prefix.isEmpty()) {
      // A prompt needs a token; what ended the last document is what the next one begins behind.
      separator.ifPresent(id -> parts.add(new Prompt.Ids(List.of(id))));
    }
    return new Prompt(parts);
  }

  /// Tokens the layout adds to those of prefix and suffix; what a packer takes off its budget.
  public int overheadTokens() {
    return (int)
        prompt("x", "x").parts().stream().filter(part -> !(part instanceof Prompt.Text)).count();
  }

  private Prompt.@Nullable Part part(FimForm.Piece piece, String prefix, String suffix) {
    return switch (piece) {
      case PREFIX -> new Prompt.Text(prefix);
      case SUFFIX -> new Prompt.Text(suffix);
      case PREFIX_TOKEN -> marks == null ? null : marks.prefix();
      case SUFFIX_TOKEN -> marks == null ? null : marks.suffix();
      case MIDDLE_TOKEN -> marks == null ? null : marks.middle();
    };
  }
}
