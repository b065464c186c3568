package dev.gloss.inference.tokenizer;

/// The main expressions of tokenizers other than DeepSeek's; GGUF files give only a name for them.
final class WordPatterns {
  private static final String ANY_ASCII_CASE =
      "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])";
  private static final String WORD = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
  private static final String OTHER = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";
  private static final String SPACE = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /// GPT-2, which `ByteLevel` applies with `use_regex`; StarCoder, SmolLM and Mellum.
  static final String GPT_2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /// Llama 3 and GLM-4: numbers of up to three digits.
  static final String LLAMA_3 = ANY_ASCII_CASE + WORD + "|\\p{N}{1,3}" + OTHER + SPACE;

  /// Qwen 2 and 3: each digit alone.
  static final String QWEN_2 = ANY_ASCII_CASE + WORD + "|\\p{N}" + OTHER + SPACE;

  /// Seed-Coder: as Qwen, line breaks after punctuation apart from it.
  static final String SEED_CODER =
      ANY_ASCII_CASE + WORD + "|\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+" + SPACE;

  /// Kimi K2, with the script's name as Java writes it.
  static final String KIMI_K2 =
      "[\\p{IsHan}]+"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]+"
          + ANY_ASCII_CASE
          + "?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{IsHan}]]*"
          + ANY_ASCII_CASE
          + "?|\\p{N}{1,3}"
          + OTHER
          + SPACE;

  /// What llama.cpp cuts off first where a file names no tokenizer.
  static final String DEFAULT_PUNCTUATION = "[\\p{P}$+<=>^~|]+";

  /// What it cuts at last.
  static final String DEFAULT_DIGITS = "[0-9][0-9][0-9]";

  private WordPatterns() {}
}
