package dev.gloss.inference.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.TokenWork;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticModelTest {

  /// A published file of this model has the same bytes of each type; it repeats the embedding,
  /// which is shared here.
  @Test
  void aMixtureHasTheBytesThatFilesOfThatNameHave() {
    Map<DType, Long> bytes = bytes("qwen2.5-coder-1.5b", "Q4_K_M");
    long embedding = DType.Q4_K.bytes(151_936L * 1536);
    assertEquals(
        Map.of(DType.Q4_K, 756_781_056L - embedding, DType.Q6_K, 354_009_600L, DType.F32, 579_584L),
        bytes);
  }

  private static Map<DType, Long> bytes(String shape, String types) {
    Map<DType, Long> bytes = new EnumMap<>(DType.class);
    try (SyntheticModel model =
        SyntheticModel.unfilled(ModelShape.named(shape), WeightTypes.named(types))) {
      Stream.concat(
              Stream.of(model.weights().embedTokens().weight(), model.weights().norm()),
              model.weights().layers().stream().flatMap(LayerWeights::tensors))
          .forEach(tensor -> bytes.merge(tensor.dtype(), tensor.data().byteSize(), Long::sum));
    }
    return bytes;
  }

  /// The layers of a model with two of them, counted by hand: the first is dense.
  @Test
  void aTokensBytesAreThoseOfTheTensorsItUses() {
    ModelShape shape = ModelShape.named("gloss-nano").withLayers(2);
    try (SyntheticModel model = SyntheticModel.unfilled(shape, WeightTypes.named("F32"))) {
      long keysAndValues = 4 * (32 + 32) * 64;
      long attention =
          128 * 256 + 128 + 4 * 48 * 128 + 80 * 256 + 64 + keysAndValues + 256 * 4 * 32;
      long norms = 2 * 256;
      long dense = 3 * 256 * 768;
      long routed = 8 * 256 + 8 + (2 + 1) * 3 * 256 * 128;
      long layers = 2 * (attention + norms) + dense + routed;
      long head = 8192 * 256;
      TokenWork work = TokenWork.of(model);
      assertEquals(4 * (layers + 256 + head + 256), work.weightBytes());
      assertEquals(2 * (layers + 256), work.layerOperations());
      assertEquals(2 * head, work.headOperations());
      assertEquals(10 * work.layerOperations() + 2 * head, work.prefillOperations(10));
    }
  }

  @Test
  void checkpointsKeepTheirTablesInBf16AndHaveScales() {
    ModelShape shape = ModelShape.named("gloss-nano").withLayers(2);
    try (SyntheticModel model = SyntheticModel.of(shape, WeightTypes.named("f8_e4m3"))) {
      assertEquals(DType.BF16, model.weights().embedTokens().weight().dtype());
      Stream<Tensor> matrices = model.weights().layers().getFirst().tensors();
      assertTrue(matrices.anyMatch(tensor -> tensor.dtype() == DType.F8_E4M3));
    }
  }

  @Test
  void modulesForDraftingBelongToTheShape() {
    for (String types : List.of("F8_E4M3", "Q4_K_M")) {
      try (SyntheticModel model =
          SyntheticModel.unfilled(ModelShape.named("gloss-small"), WeightTypes.named(types))) {
        assertEquals(1, model.weights().mtp().size());
        MtpWeights module = model.weights().mtp().getFirst();
        assertEquals(List.of(512L, 1024L), module.ehProj().weight().shape());
        var attention = (LatentAttentionWeights) module.layer().attention();
        assertEquals(types.startsWith("Q"), attention.kvB() instanceof SplitKeyValueUp);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void numbersAreOfTheSizeOfWeights(DType type) {
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = RandomWeights.filled(arena).matrix("weight", type, 70, 768);
      float[] row = new float[768];
      double squares = 0;
      for (int i = 0; i < 70; i++) {
        Decoder.row(matrix, i, row);
        for (float number : row) {
          assertTrue(Math.abs(number) < 0.2f, () -> type + " has " + number);
          squares += (double) number * number;
        }
      }
      double deviation = Math.sqrt(squares / (70 * 768));
      assertTrue(deviation > 0.01 && deviation < 0.04, () -> type + " deviates by " + deviation);
    }
  }

  @Test
  void rowsDiffer() {
    try (Arena arena = Arena.ofConfined()) {
      Matrix matrix = RandomWeights.filled(arena).matrix("weight", DType.Q8_0, 9000, 256);
      float[] first = new float[256];
      float[] other = new float[256];
      Decoder.row(matrix, 0, first);
      for (int i = 1; i < 5000; i++) {
        Decoder.row(matrix, i, other);
        assertTrue(first[0] != other[0] || first[255] != other[255], "row " + i);
      }
    }
  }

  static Stream<String> shapes() {
    return ModelShape.names().stream();
  }

  /// Of the largest 386 GiB would be drawn otherwise.
  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsMeasuredWithoutItsWeights(String name) {
    try (SyntheticModel model =
        SyntheticModel.unfilled(ModelShape.named(name), WeightTypes.named("Q4_K_M"))) {
      assertTrue(TokenWork.of(model).weightBytes() > model.config().hiddenSize());
    }
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    check("qwen2.5-coder-0.5b", () -> ModelShape.named("qwen"));
    check("Q4_K_M", () -> WeightTypes.named("Q4"));
    check("1 to 24 layers, got 25", () -> ModelShape.named("qwen2.5-coder-0.5b").withLayers(25));
  }

  private static void check(String message, Runnable wrong) {
    var thrown = assertThrows(IllegalArgumentException.class, wrong::run);
    assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown.getMessage());
  }
}
