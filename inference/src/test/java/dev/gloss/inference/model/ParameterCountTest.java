package dev.gloss.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.RandomCheckpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCountTest {

  @TempDir Path folder;

  /// Worked out by hand from the shapes of the embedded model.
  @Test
  void countsTheNanoModel() throws Exception {
    RandomCheckpoint.with(
            """
            {"vocab_size": 8192, "hidden_size": 256, "num_hidden_layers": 4,
             "num_attention_heads": 4, "num_key_value_heads": 4, "qk_nope_head_dim": 32,
             "qk_rope_head_dim": 16, "v_head_dim": 32, "q_lora_rank": 128, "kv_lora_rank": 64,
             "intermediate_size": 768, "moe_intermediate_size": 128, "n_routed_experts": 8,
             "tie_word_embeddings": true}
            """)
        .write(folder);
    long embedding = 8192 * 256;
    long attention = 128 * 256 + 128 + 192 * 128 + 80 * 256 + 64 + 256 * 64 + 256 * 128;
    long norms = 2 * 256;
    long dense = 3 * 768 * 256;
    long expert = 3 * 128 * 256;
    long router = 8 * 256 + 8;
    long moeLayer = attention + norms + router + 9 * expert;
    long total = embedding + 256 + attention + norms + dense + 3 * moeLayer;
    long active = total - 3 * 6 * expert;
    long mtp = 3 * 256 + 256 * 512 + moeLayer;
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      assertEquals(new ParameterCount(total, active, mtp), ParameterCount.of(model));
    }
    assertEquals(7.0, Math.rint((total + mtp) / 1e5) / 10);
    assertEquals(4.1, Math.rint(active / 1e5) / 10);
    assertEquals(1.1, Math.rint(mtp / 1e5) / 10);
  }

  /// Worked out by hand: seven heads of 16 that share a key, biases, tied.
  @Test
  void countsQwen2() {
    long attention = 112 * 112 + 112 + 2 * (16 * 112 + 16) + 112 * 112;
    long layer = attention + 3 * 256 * 112 + 2 * 112;
    long total = 448 * 112 + 2 * layer + 112;
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.QWEN2.folder())) {
      assertEquals(new ParameterCount(total, total, 0), ParameterCount.of(model));
      assertEquals(
          new CacheFootprint(2 * 2 * 16 * 4, 2 * 7 * 2 * 16 * 4),
          CacheFootprint.of(model.config()));
    }
  }

  @Test
  void untiedHeadCountsInFullAndItsEmbeddingIsNotActive() throws Exception {
    RandomCheckpoint.with("{\"tie_word_embeddings\": false}").write(folder);
    ParameterCount untied = count(folder);
    RandomCheckpoint.with("{\"tie_word_embeddings\": true}").write(folder);
    ParameterCount tied = count(folder);
    assertEquals(12 * 8, untied.total() - tied.total());
    assertEquals(untied.active(), tied.active());
    assertEquals(untied.mtp(), tied.mtp());
  }

  @Test
  void headOfItsOwnCountsToTheMtpModule() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.tiny();
    checkpoint.write(folder);
    ParameterCount shared = count(folder);
    checkpoint.matrix("model.layers.2.shared_head.head.weight", 12, 8);
    checkpoint.write(folder);
    assertEquals(shared.mtp() + 12 * 8, count(folder).mtp());
  }

  @Test
  void quantizationChangesNoCount() {
    assertEquals(count(GoldenModel.V3.folder()), count(GoldenModel.V3_FP8.folder()));
  }

  private static ParameterCount count(Path folder) {
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      return ParameterCount.of(model);
    }
  }

  @ParameterizedTest
  @CsvSource({"V2_LITE, F32", "V2, F32", "V3, BF16", "V3_FP8, F8_E4M3", "V3_BF16_SHARDED, BF16"})
  void typeIsThatOfMostBytes(GoldenModel golden, DType expected) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      assertEquals(expected, StoredType.ofMostBytes(model.weights()));
    }
  }

  @Test
  void mtpModulesCountToTheType() throws Exception {
    RandomCheckpoint checkpoint = RandomCheckpoint.with("{\"num_nextn_predict_layers\": 5}");
    checkpoint
        .tensors()
        .replaceAll(
            (name, entry) ->
                name.matches("model\\.layers\\.[2-6]\\..*") ? entry.as("F32", 4) : entry);
    checkpoint.write(folder);
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      assertEquals(5, model.weights().mtp().size());
      assertEquals(DType.F32, StoredType.ofMostBytes(model.weights()));
    }
  }

  /// V3: 3 layers of 48 + 16 numbers against 4 heads of keys of 24 + 16 and values of 32.
  @Test
  void latentCacheAgainstKeysAndValues() {
    try (CheckpointModel model = CheckpointModel.open(GoldenModel.V3.folder())) {
      assertEquals(
          new CacheFootprint(3 * 64 * 4, 3 * 4 * 72 * 4), CacheFootprint.of(model.config()));
    }
  }
}
