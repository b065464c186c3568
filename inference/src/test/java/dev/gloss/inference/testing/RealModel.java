package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Published models, too large for the repository, with what reference code made of them:
/// `golden/README.md` tells how.
///
/// The files lie in the folder that the environment variable `GLOSS_REAL_MODELS` names. Where one
/// is missing its tests are skipped; with `CI=true` the smallest has to be there.
public enum RealModel {
  /// SmolLM2-135M-Instruct, `llama`, mostly Q4_1, 98 MB: `.ci/real-model` fetches it.
  SMOLLM2_135M("smollm2-135m", true),
  /// Qwen2.5-Coder-0.5B-Instruct, `qwen2`, Q4_K_M: mostly Q5_0, 491 MB.
  QWEN_CODER_0_5B("qwen2.5-coder-0.5b", false),
  /// Qwen2.5-Coder-1.5B-Instruct, `qwen2`, Q4_K_M: mostly Q4_K, 1.1 GB.
  QWEN_CODER_1_5B("qwen2.5-coder-1.5b", false);

  private static final String FOLDER = "GLOSS_REAL_MODELS";

  private final String fileName;
  private final boolean required;

  RealModel(String fileName, boolean required) {
    this.fileName = fileName;
    this.required = required;
  }

  /// The file; the test that asks is skipped where it is missing.
  public Path file() {
    String folder = System.getenv(FOLDER);
    Path file = Path.of(folder == null ? "" : folder, fileName + ".gguf");
    if (folder == null || !Files.exists(file)) {
      String reason = "%s.gguf is not in the folder that %s names".formatted(fileName, FOLDER);
      if (required && "true".equals(System.getenv("CI"))) {
        Assertions.fail(reason + " (a skip is a failure with CI=true)");
      }
      Assumptions.abort(reason);
    }
    return file;
  }

  /// What it must give: `tokenizer_cases`, `chat_text`, `prompts`.
  public JsonNode golden() {
    Path packed = GoldenModel.resource("/golden/real/" + fileName + ".json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
