package dev.gloss.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model's own files say about how it wants to be asked; whatever they leave out is known by
/// the model's family.
///
/// @param fimPrefixId token that announces what stands before a hole
///   (`tokenizer.ggml.fim_pre_token_id` of a GGUF file)
/// @param fimSuffixId token that announces what stands after it (`tokenizer.ggml.fim_suf_token_id`)
/// @param fimMiddleId token behind which the model writes (`tokenizer.ggml.fim_mid_token_id`)
/// @param fimOrder in which order it was trained to read what stands around a hole (`fim_order` in
///   `config.json`, a key of Gloss's own)
/// @param explainQuestion the words, to be followed by code, for which it was trained to write an
///   explanation (`explain_question` in `config.json`, a key of Gloss's own)
/// @param ngramWeight share in `[0, 1)` of the document's own n-grams with which it completes best
///   (`ngram_weight` in `config.json`, a key of Gloss's own; in a GGUF file these are behind
///   `gloss.`)
/// @param languages LSP identifiers of the languages it was trained to write
///   (`programming_languages` in `config.json`, a key of Gloss's own); empty where its files do not
///   say, as nearly all do not
public record PromptHints(
    @Nullable Integer fimPrefixId,
    @Nullable Integer fimSuffixId,
    @Nullable Integer fimMiddleId,
    @Nullable FimOrder fimOrder,
    @Nullable String explainQuestion,
    @Nullable Double ngramWeight,
    List<String> languages) {

  /// Copies the list.
  public PromptHints {
    languages = List.copyOf(languages);
  }

  /// A model whose files do not say which languages it writes.
  public PromptHints(
      @Nullable Integer fimPrefixId,
      @Nullable Integer fimSuffixId,
      @Nullable Integer fimMiddleId,
      @Nullable FimOrder fimOrder,
      @Nullable String explainQuestion,
      @Nullable Double ngramWeight) {
    this(fimPrefixId, fimSuffixId, fimMiddleId, fimOrder, explainQuestion, ngramWeight, List.of());
  }

  /// A model whose files say nothing.
  public static final PromptHints NONE = new PromptHints(null, null, null, null, null, null);
}
