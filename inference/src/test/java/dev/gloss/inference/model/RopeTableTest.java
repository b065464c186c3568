package dev.gloss.inference.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.model.RopeScaling.FrequencyDivisors;
import dev.gloss.inference.model.RopeScaling.Yarn;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.testing.GoldenModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RopeTableTest {

  private static final double TOLERANCE = 1e-7;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "V3_TIED_NEW_KEYS")
  void equalsTheReferenceCode(GoldenModel golden) {
    JsonNode derived = golden.golden().get("derived");
    RopeTable table = table(golden);
    assertArrayEquals(GoldenModel.floats(derived.get("rope_inv_freq")), frequencies(table));
    assertEquals(
        golden.isDeepseek() || golden == GoldenModel.GLM4_MOE_LITE
            ? Pairing.ADJACENT
            : Pairing.HALVES,
        table.pairing());
    assertNear(derived.get("softmax_scale").doubleValue(), table.softmaxScale());
    assertNear(derived.get("rope_cos_sin_multiplier").doubleValue(), table.cosSinMultiplier());
  }

  @Test
  void withoutYarnTheSeriesIsGeometric() {
    RopeTable table = table(GoldenModel.V3_TIED_NEW_KEYS);
    float[] frequencies = frequencies(table);
    assertEquals(8, frequencies.length);
    assertEquals(1, frequencies[0]);
    assertNear(Math.pow(10_000, -14.0 / 16), frequencies[7]);
    assertNear(1 / Math.sqrt(48), table.softmaxScale());
    assertEquals(1, table.cosSinMultiplier());
  }

  /// No published configuration has two different mscales, so the golden files cannot tell.
  @Test
  void differentMscalesScaleCosineAndSine() {
    double factor = 40;
    RopeTable table = RopeTable.of(withYarn(factor, 1.5, 0.5));
    double numerator = 0.1 * 1.5 * Math.log(factor) + 1;
    double denominator = 0.1 * 0.5 * Math.log(factor) + 1;
    assertNear(numerator / denominator, table.cosSinMultiplier());
    assertNear(denominator * denominator / Math.sqrt(40), table.softmaxScale());
  }

  @Test
  void mscaleAllDimOfZeroLeavesTheSoftmaxScale() {
    RopeTable table = RopeTable.of(withYarn(40, 1, 0));
    assertNear(1 / Math.sqrt(40), table.softmaxScale());
    assertNear(0.1 * Math.log(40) + 1, table.cosSinMultiplier());
  }

  @Test
  void factorOfOneChangesNothingButRounding() {
    RopeTable plain = RopeTable.of(withRope(RopeSpec.plain(10_000, Pairing.ADJACENT)));
    RopeTable stretched = RopeTable.of(withYarn(1, 1, 1));
    assertArrayEquals(frequencies(plain), frequencies(stretched), 1e-7f);
    assertEquals(plain.softmaxScale(), stretched.softmaxScale());
  }

  @Test
  void divisorsAreThoseOfTheFrequencies() {
    List<Float> divisors = List.of(1f, 2f, 4f, 1f, 1f, 1f, 1f, 8f);
    float[] plain = frequencies(RopeTable.of(withRope(RopeSpec.plain(10_000, Pairing.HALVES))));
    float[] divided = frequencies(RopeTable.of(withRope(divided(divisors))));
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i] / divisors.get(i), divided[i]);
    }
    assertThrows(
        IllegalArgumentException.class, () -> RopeTable.of(withRope(divided(List.of(1f)))));
  }

  private static RopeSpec divided(List<Float> divisors) {
    return new RopeSpec(10_000, Pairing.HALVES, new FrequencyDivisors(divisors));
  }

  private static float[] frequencies(RopeTable table) {
    float[] frequencies = new float[table.pairs()];
    table.inverseFrequencies(1, frequencies);
    return frequencies;
  }

  private static RopeTable table(GoldenModel golden) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      return RopeTable.of(model.config());
    }
  }

  private static DecoderConfig withYarn(double factor, double mscale, double mscaleAllDim) {
    Yarn yarn =
        new Yarn(
            factor,
            64,
            32,
            1,
            true,
            Yarn.mscale(factor, mscale) / Yarn.mscale(factor, mscaleAllDim),
            Yarn.mscale(factor, mscaleAllDim));
    return withRope(new RopeSpec(10_000, Pairing.ADJACENT, yarn));
  }

  /// A configuration whose heads are 40 wide, 16 of them rotated.
  private static DecoderConfig withRope(RopeSpec rope) {
    return new DecoderConfig(
        "DeepseekV2ForCausalLM",
        "deepseek_v2",
        320,
        64,
        2,
        0,
        new LatentAttentionSpec(4, null, 32, 24, 16, 24, 1e-6f),
        new FeedForwardSpec(176, null),
        1e-6f,
        rope,
        2560,
        false);
  }

  private static void assertNear(double expected, float actual) {
    assertEquals(expected, actual, TOLERANCE * Math.abs(expected));
  }
}
