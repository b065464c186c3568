package dev.gloss.inference.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The pre-tokenizers that GGUF files name in `tokenizer.ggml.pre`. The names and what they mean
/// are llama.cpp's; those that share expressions stand together.
enum GgufPreTokenizer {
  /// GPT-2's expression alone.
  GPT_2(
      List.of(
          "gpt-2",
          "mellum",
          "gigachat",
          "a.x-4.0",
          "exaone4",
          "granite-docling",
          "jais",
          "mpt",
          "olmo",
          "phi-2",
          "trillion"),
      WordPatterns.GPT_2),
  /// Each digit alone, then GPT-2's expression.
  STARCODER(
      List.of(
          "starcoder",
          "refact",
          "smollm",
          "codeshell",
          "command-r",
          "exaone",
          "mellum2",
          "minerva-7b"),
      "\\p{N}",
      WordPatterns.GPT_2),
  /// Llama 3, whose words that are tokens stay whole whatever the merges say.
  LLAMA_3(
      List.of(
          "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "lfm2", "midm-2.0", "pixtral"),
      WordPatterns.LLAMA_3) {
    @Override
    boolean ignoreMerges() {
      return true;
    }
  },
  /// The same expression with ordinary merging.
  GLM_4(List.of("glm4", "chatglm-bpe", "dbrx", "smaug-bpe"), WordPatterns.LLAMA_3),
  /// Qwen, each digit alone.
  QWEN_2(
      List.of(
          "qwen2",
          "deepseek-r1-qwen",
          "grok-2",
          "hunyuan",
          "kormo",
          "megrez",
          "solar-open",
          "stablelm2"),
      WordPatterns.QWEN_2),
  /// Seed-Coder.
  SEED_CODER(List.of("seed-coder"), WordPatterns.SEED_CODER),
  /// Kimi K2.
  KIMI_K2(List.of("kimi-k2"), WordPatterns.KIMI_K2),
  /// DeepSeek-LLM, V2 and Coder-V2.
  DEEPSEEK_LLM(
      List.of("deepseek-llm"),
      DeepseekPatterns.LINE_BREAK,
      DeepseekPatterns.LLM_LETTERS,
      DeepseekPatterns.LLM_PUNCTUATION,
      DeepseekPatterns.TRAILING_WHITESPACE,
      DeepseekPatterns.LLM_CJK,
      "\\p{N}"),
  /// DeepSeek-Coder 1.x.
  DEEPSEEK_CODER(
      List.of("deepseek-coder"),
      DeepseekPatterns.LINE_BREAK,
      DeepseekPatterns.CODER_LETTERS,
      DeepseekPatterns.CODER_PUNCTUATION,
      DeepseekPatterns.LLM_CJK,
      "\\p{N}"),
  /// DeepSeek-V3 and R1.
  DEEPSEEK_V3(
      List.of("deepseek-v3", "hunyuan-dense", "joyai-llm"),
      DeepseekPatterns.V3_NUMBERS,
      DeepseekPatterns.V3_CJK,
      DeepseekPatterns.V3_WORDS),
  /// Where a file says nothing better.
  DEFAULT(
      List.of("default"),
      WordPatterns.DEFAULT_PUNCTUATION,
      WordPatterns.GPT_2,
      "\\p{N}+",
      WordPatterns.DEFAULT_DIGITS);

  /// All names, in order.
  static final List<String> NAMES;

  private static final Map<String, GgufPreTokenizer> BY_NAME = new HashMap<>();

  static {
    for (GgufPreTokenizer preTokenizer : values()) {
      preTokenizer.names.forEach(name -> BY_NAME.put(name, preTokenizer));
    }
    NAMES = List.copyOf(new TreeSet<>(BY_NAME.keySet()));
  }

  private final List<String> names;
  private final List<String> patterns;

  GgufPreTokenizer(List<String> names, String... patterns) {
    this.names = names;
    this.patterns = List.of(patterns);
  }

  /// The one of a name, or null for a name that is not known.
  static @Nullable GgufPreTokenizer named(String pre) {
    return BY_NAME.get(pre);
  }

  /// The name that is written.
  String ggufName() {
    return names.getFirst();
  }

  /// Its expressions, one for each step.
  List<String> patterns() {
    return patterns;
  }

  /// Its steps.
  PreTokenizer steps() {
    return PreTokenizer.of(patterns);
  }

  /// Whether a piece that is a token stays one even where the merges would split it; such files
  /// also begin a text with the beginning-of-sentence token unless they say otherwise.
  boolean ignoreMerges() {
    return false;
  }
}
