package dev.gloss.inference.tokenizer;

import java.util.Set;
import java.util.regex.Pattern;

/// Which added tokens steer a model and are never text: beginning and end, roles,
/// fill-in-the-middle marks, padding, tool calls.
///
/// The `special` flag says so, but by far not everywhere: in DeepSeek's files the roles lack it, in
/// Qwen's the fill-in-the-middle marks. Tags that a model writes as part of what it says, such as
/// those around a thought, are text, whatever their flag.
final class ControlTokens {
  /// What stands between bars, as most families write it: `<|im_end|>`, `<｜User｜>`.
  private static final Pattern BARRED = Pattern.compile("<([|｜]).*\\1>", Pattern.DOTALL);

  /// Seed-Coder's form: `<[fim-suffix]>`, `<[end▁of▁sentence]>`.
  private static final Pattern BRACKETED = Pattern.compile("<\\[.*]>", Pattern.DOTALL);

  /// Tags around parts of an answer.
  private static final Pattern TAG =
      Pattern.compile(
          "(</?|\\[/?)(think|thinking|thought|reasoning|answer)[>\\]]", Pattern.CASE_INSENSITIVE);

  /// Marks of other forms, for files that flag nothing.
  private static final Set<String> KNOWN =
      Set.of(
          "<s>",
          "</s>",
          "<bos>",
          "<eos>",
          "<pad>",
          "<unk>",
          "[BOS]",
          "[EOS]",
          "[EOT]",
          "[PAD]",
          "[UNK]",
          "[MASK]",
          "[gMASK]",
          "<sop>",
          "<eop>",
          "[INST]",
          "[/INST]",
          "<start_of_turn>",
          "<end_of_turn>",
          "<fim_prefix>",
          "<fim_suffix>",
          "<fim_middle>",
          "<fim_pad>",
          "<fim-prefix>",
          "<fim-suffix>",
          "<fim-middle>",
          "<fim-pad>",
          "<PRE>",
          "<SUF>",
          "<MID>",
          "<EOT>",
          "[PREFIX]",
          "[SUFFIX]",
          "[MIDDLE]",
          "<file_sep>",
          "<filename>",
          "<repo_name>",
          "<reponame>");

  private ControlTokens() {}

  /// Whether an added token is a control token.
  ///
  /// @param content its text
  /// @param special its flag
  static boolean contain(String content, boolean special) {
    if (TAG.matcher(content).matches()) {
      return false;
    }
    // SentencePiece's mark of a word's beginning, as in CodeLlama's `▁<PRE>`.
    String bare = content.startsWith("▁") ? content.substring(1) : content;
    return special
        || BARRED.matcher(content).matches()
        || BRACKETED.matcher(content).matches()
        || KNOWN.contains(bare);
  }
}
