package dev.gloss.prompts.fim;

import dev.gloss.inference.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens with which a family of models marks a hole, by their texts, and how it is asked.
///
/// @param name for a person
/// @param prefix announces what stands before the hole
/// @param suffix announces what stands after it
/// @param middle behind it the model writes; null where the family has no such token
/// @param also tokens that a vocabulary has beside these, where two families share them
/// @param usual the form that is best as far as it was measured, and else the published one
/// @param ends tokens behind which nothing belongs to the hole any more, beside those above
record FimFamily(
    String name,
    String prefix,
    String suffix,
    @Nullable String middle,
    List<String> also,
    FimForm usual,
    List<String> ends) {

  /// As DeepSeek spells them (the bars are U+FF5C, the blocks U+2581). The published order.
  private static final FimFamily DEEPSEEK =
      new FimFamily(
          "DeepSeek",
          "<｜fim▁begin｜>",
          "<｜fim▁hole｜>",
          "<｜fim▁end｜>",
          List.of(),
          FimForm.PSM,
          List.of("<|EOT|>", "<｜User｜>", "<｜Assistant｜>"));

  /// On 100 lines of Java, Qwen2.5-Coder-0.5B wrote 40 exactly with the suffix first and 26 in the
  /// published order; with 1.5B neither was better.
  private static final FimFamily QWEN =
      new FimFamily(
          "Qwen",
          "<|fim_prefix|>",
          "<|fim_suffix|>",
          "<|fim_middle|>",
          List.of(),
          FimForm.SPM,
          List.of(
              "<|fim_pad|>",
              "<|repo_name|>",
              "<|file_sep|>",
              "<|file_separator|>",
              "<|endoftext|>",
              "<|im_start|>",
              "<|im_end|>"));

  /// StarCoder's tokens in the order of its model card.
  private static final FimFamily MELLUM =
      new FimFamily(
          "Mellum",
          "<fim_prefix>",
          "<fim_suffix>",
          "<fim_middle>",
          List.of("<filename>", "<user>"),
          FimForm.SWAPPED,
          List.of("<fim_pad>", "<filename>", "<reponame>", "<gh_stars>", "<|endoftext|>"));

  private static final FimFamily STARCODER =
      new FimFamily(
          "StarCoder",
          "<fim_prefix>",
          "<fim_suffix>",
          "<fim_middle>",
          List.of(),
          FimForm.PSM,
          List.of(
              "<fim_pad>",
              "<file_sep>",
              "<repo_name>",
              "<filename>",
              "<reponame>",
              "<gh_stars>",
              "<|endoftext|>"));

  private static final FimFamily GLM =
      new FimFamily(
          "GLM",
          "<|code_prefix|>",
          "<|code_suffix|>",
          "<|code_middle|>",
          List.of(),
          FimForm.PSM,
          List.of("<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>"));

  /// The order of the technical report (arXiv 2506.03524).
  private static final FimFamily SEED_CODER =
      new FimFamily(
          "Seed-Coder",
          "<[fim-prefix]>",
          "<[fim-suffix]>",
          "<[fim-middle]>",
          List.of(),
          FimForm.SWAPPED,
          List.of("<[begin▁of▁sentence]>", "<[end▁of▁sentence]>", "<filename>"));

  private static final FimFamily CODE_LLAMA =
      new FimFamily(
          "CodeLlama",
          "▁<PRE>",
          "▁<SUF>",
          "▁<MID>",
          List.of(),
          FimForm.PSM,
          List.of("▁<EOT>", "<s>", "</s>"));

  /// Its vocabulary has `[MIDDLE]`, but its makers' tokenizer does not write it.
  private static final FimFamily CODESTRAL =
      new FimFamily(
          "Codestral",
          "[PREFIX]",
          "[SUFFIX]",
          null,
          List.of(),
          FimForm.SWAPPED,
          List.of("[MIDDLE]", "<s>", "</s>"));

  /// All of them; those with tokens of their own beside shared ones come first.
  static final List<FimFamily> ALL =
      List.of(DEEPSEEK, QWEN, MELLUM, STARCODER, GLM, SEED_CODER, CODE_LLAMA, CODESTRAL);

  /// The family whose tokens are all in the vocabulary.
  static Optional<FimFamily> of(Tokenizer tokenizer) {
    return ALL.stream().filter(family -> family.isIn(tokenizer)).findFirst();
  }

  /// All tokens behind which nothing belongs to the hole any more.
  List<String> allEnds() {
    List<String> all = new ArrayList<>(ends);
    all.add(prefix);
    all.add(suffix);
    if (middle != null) {
      all.add(middle);
    }
    return all;
  }

  private boolean isIn(Tokenizer tokenizer) {
    return has(tokenizer, prefix)
        && has(tokenizer, suffix)
        && (middle == null || has(tokenizer, middle))
        && also.stream().allMatch(token -> has(tokenizer, token));
  }

  private static boolean has(Tokenizer tokenizer, String token) {
    return tokenizer.specialId(token).isPresent();
  }
}
