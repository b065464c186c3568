package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.convert.Converter;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.tokenizer.BpeTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Converted models compute what their source does.
final class ConvertedModelTest {

  private static final int CACHE_TOKENS = 256;

  @TempDir private Path folder;

  /// GGUF files of `llama` have channels in another order, so sums are rounded otherwise; those
  /// with latent attention have one epsilon, where GLM has two.
  @ParameterizedTest
  @CsvSource({
    "V2_LITE, F32, 0",
    "V2, F32, 0",
    "V3, BF16, 0",
    "V3, F32, 0",
    "V3_BF16_SHARDED, BF16, 0",
    "V3_TIED_NEW_KEYS, F32, 0",
    "LLAMA3, BF16, 1e-4",
    "LLAMA_LINEAR_NEW_KEYS, F32, 1e-4",
    "DEEPSEEK_CODER, BF16, 1e-4",
    "QWEN2, BF16, 0",
    "QWEN2_YARN_SHARDED, BF16, 0",
    "QWEN3, F32, 0",
    "QWEN3_MOE_SHARDED, BF16, 0",
    "GLM4_MOE_LITE, BF16, 2e-4"
  })
  void ggufAndBackGiveTheSameLogits(GoldenModel golden, DType dtype, float tolerance)
      throws IOException {
    float[][] expected = logits(golden.folder(), golden);
    Path gguf = folder.resolve("model.gguf");
    convert(golden.folder(), gguf, dtype);
    assertNear(expected, logits(gguf, golden), tolerance);
    Path back = folder.resolve(golden.folderName());
    convert(gguf, back, dtype);
    assertNear(expected, logits(back, golden), 0);
    Path again = folder.resolve("again.gguf");
    convert(back, again, dtype);
    assertEquals(-1, Files.mismatch(gguf, again));
  }

  /// Files of others, which have no `config.json` with them, in F32, so that nothing is rounded.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ds2-f32",
        "ds2-split",
        "ds2-align4096",
        "ds2-lite27-f16",
        "ds2-lite-absorbed-f16",
        "ds2-nextn-bf16",
        "ds2-glm-nextn",
        "ds2-q4_k_m",
        "llama-llama3-f16",
        "llama-coder-q4_k_m",
        "qwen2-bf16",
        "qwen2-yarn-f16",
        "qwen3-q8_0",
        "qwen3moe-f16"
      })
  void foreignFilesComputeTheSameAsFolders(String name) throws IOException {
    GoldenGguf golden = new GoldenGguf(name);
    Path out = folder.resolve("out");
    convert(golden.file(), out, DType.F32);
    for (JsonNode prompt : golden.golden().get("prompts")) {
      float[][] logits = logits(out, GoldenModel.ints(prompt.get("ids")));
      float[] expected = GoldenModel.floats(prompt.get("last_logits"));
      assertArrayEquals(expected, logits[logits.length - 1], 1e-3f, name);
    }
    BpeTokenizer tokenizer = BpeTokenizer.load(out);
    for (JsonNode one : golden.golden().get("tokenizer_cases")) {
      int[] ids = GoldenModel.ints(one.get("ids"));
      assertArrayEquals(ids, tokenizer.encode(one.get("text").asText()), name);
    }
  }

  @ParameterizedTest
  @CsvSource({"V3_FP8, F32", "V3_FP8, F8_E4M3"})
  void fp8IsExpandedAndKept(GoldenModel golden, DType dtype) throws IOException {
    float[][] expected = logits(golden.folder(), golden);
    Path out = folder.resolve("out");
    convert(golden.folder(), out, dtype);
    float[][] actual = logits(out, golden);
    assertNear(expected, actual, 1e-3f);
  }

  private static void convert(Path in, Path out, DType dtype) throws IOException {
    new Converter(2, tensor -> {}).convert(in, out, dtype);
  }

  private static void assertNear(float[][] expected, float[][] actual, float tolerance) {
    for (int i = 0; i < expected.length; i++) {
      if (tolerance == 0) {
        assertArrayEquals(expected[i], actual[i]);
      } else {
        assertArrayEquals(expected[i], actual[i], tolerance);
      }
    }
  }

  /// The logits of every position of a golden prompt.
  private static float[][] logits(Path path, GoldenModel golden) {
    for (JsonNode prompt : golden.golden().get("prompts")) {
      int[] ids = GoldenModel.ints(prompt.get("ids"));
      if (ids.length >= 40) {
        return logits(path, ids);
      }
    }
    throw new IllegalStateException("no long prompt in " + golden);
  }

  private static float[][] logits(Path path, int[] ids) {
    try (DecoderModel model =
            Files.isDirectory(path) ? CheckpointModel.open(path) : GgufModel.open(path);
        CpuBackend backend =
            CpuBackend.open(model, new CpuOptions(2, CACHE_TOKENS, KernelChoice.SCALAR))) {
      return new SequenceRunner(backend, 0).add(ids).finish(ids.length);
    }
  }
}
