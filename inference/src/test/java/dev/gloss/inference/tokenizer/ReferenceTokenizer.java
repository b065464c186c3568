package dev.gloss.inference.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// Hugging Face's own tokenizer library, to compare with. Where its native library cannot be
/// unpacked or loaded, tests that ask for it are skipped with the reason.
final class ReferenceTokenizer implements AutoCloseable {
  static {
    // Keep the library from calling out and from writing into the home folder.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_OFFLINE", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    String cache = Path.of("target", "reference-tokenizer").toAbsolutePath().toString();
    System.setProperty("DJL_CACHE_DIR", cache);
    System.setProperty("ENGINE_CACHE_DIR", cache);
  }

  private final HuggingFaceTokenizer tokenizer;

  private ReferenceTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// Loads `tokenizer.json` from a folder; without truncation, padding and extra tokens.
  static ReferenceTokenizer load(Path folder) {
    try {
      return new ReferenceTokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(folder)
              .optAddSpecialTokens(false)
              .optTruncation(false)
              .optPadding(false)
              .build());
    } catch (Exception | LinkageError e) {
      return Assumptions.abort("the reference library does not load here: " + e);
    }
  }

  int[] encode(String text) {
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  String decode(int... ids) {
    return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
