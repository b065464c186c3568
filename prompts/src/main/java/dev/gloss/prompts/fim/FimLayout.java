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
/// are separate parts because training tokenised them on their own.
///
/// Where a model goes on from the prefix as from any text, what the prefix ends with stays out of
/// the prompt and is what the model has to begin with ([#opening]): byte-level vocabularies join a
/// blank or a point with the word behind it and a word's beginning with its end, and behind such a
/// part as a token of its own a model goes on wrongly. Immutable.
public final class FimLayout {
  /// Longest word, in chars, of which a beginning is left for the model to go on with.
  private static final int LONGEST_OPENING = 48;

  private final FimForm form;
  private final @Nullable FimMarks marks;
  private final OptionalInt first;
  private final OptionalInt separator;
  private final boolean joins;

  /// @param marks may be null for a form that needs none
  FimLayout(FimForm form, @Nullable FimMarks marks, Tokenizer tokenizer) {
    this.joins = form.goesOnFromPrefix(marks != null && marks.middle() != null);
    this.form = form;
    this.marks = marks;
    this.first = tokenizer.addBosToken() ? tokenizer.bosId() : OptionalInt.empty();
    this.separator = tokenizer.eosId();
  }

  /// The form it lays out in.
  public FimForm form() {
    return form;
  }

  /// The end of the prefix that stays out of the prompt, so that what is written has to begin with
  /// it: the word before the cursor with the sign or blank before that, in one line. Empty where
  /// there is none, and where the model reads the prefix as it is.
  public String opening(String prefix) {
    if (!joins) {
      return "";
    }
    int start = prefix.length();
    int least = Math.max(0, start - LONGEST_OPENING);
    while (start > least && isWordPart(prefix.codePointBefore(start))) {
      start -= Character.charCount(prefix.codePointBefore(start));
    }
    if (start > least) {
      int before = prefix.codePointBefore(start);
      start -= before == '\n' || before == '\r' ? 0 : Character.charCount(before);
    }
    return prefix.substring(start);
  }

  private static boolean isWordPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == '_' || codePoint == '$';
  }

  /// The prompt that asks for what stands between `text` and `suffix`.
  public Prompt prompt(String text, String suffix) {
    String prefix = text.substring(0, text.length() - opening(text).length());
    List<Prompt.Part> parts = new ArrayList<>(6);
    first.ifPresent(id -> parts.add(new Prompt.Ids(List.of(id))));
    int continued = 0;
    for (FimForm.Piece piece : form.pieces()) {
      Prompt.Part part = part(piece, prefix, suffix);
      if (part != null) {
        continued = piece == FimForm.Piece.PREFIX ? parts.size() : continued;
        parts.add(part);
      }
    }
    if (form == FimForm.PREFIX && first.isEmpty() && prefix.isEmpty()) {
      // A prompt needs a token; what ended the last document is what the next one begins behind.
      separator.ifPresent(id -> parts.add(new Prompt.Ids(List.of(id))));
    }
    return new Prompt(parts, continued);
  }

  /// Tokens the layout adds to those of prefix and suffix; what a packer takes off its budget.
  public int overheadTokens() {
    return (int)
        prompt("\n", "x").parts().stream().filter(part -> !(part instanceof Prompt.Text)).count();
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
