package dev.gloss.inference.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.testing.GoldenModel;
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
    assertArrayEquals(GoldenModel.floats(derived.get("rope_inv_freq")), table.inverseFrequencies());
    assertNear(derived.get("softmax_scale").doubleValue(), table.softmaxScale());
    assertNear(derived.get("rope_cos_sin_multiplier").doubleValue(), table.cosSinMultiplier());
  }

  @Test
  void withoutYarnTheSeriesIsGeometric() {
    RopeTable table = table(GoldenModel.V3_TIED_NEW_KEYS);
    float[] frequencies = table.inverseFrequencies();
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
    RopeTable table = RopeTable.of(withYarn(new RopeSpec.Yarn(factor, 64, 32, 1, 1.5, 0.5)));
    double numerator = 0.1 * 1.5 * Math.log(factor) + 1;
    double denominator = 0.1 * 0.5 * Math.log(factor) + 1;
    assertNear(numerator / denominator, table.cosSinMultiplier());
    assertNear(denominator * denominator / Math.sqrt(40), table.softmaxScale());
  }

  @Test
  void mscaleAllDimOfZeroLeavesTheSoftmaxScale() {
    RopeTable table = RopeTable.of(withYarn(new RopeSpec.Yarn(40, 64, 32, 1, 1, 0)));
    assertNear(1 / Math.sqrt(40), table.softmaxScale());
    assertNear(0.1 * Math.log(40) + 1, table.cosSinMultiplier());
  }

  @Test
  void factorOfOneChangesNothingButRounding() {
    RopeTable plain = RopeTable.of(withRope(new RopeSpec(10_000, null)));
    RopeTable stretched = RopeTable.of(withYarn(new RopeSpec.Yarn(1, 64, 32, 1, 1, 1)));
    assertArrayEquals(plain.inverseFrequencies(), stretched.inverseFrequencies(), 1e-7f);
    assertEquals(plain.softmaxScale(), stretched.softmaxScale());
  }

  @Test
  void callersCannotChangeTheTable() {
    RopeTable table = table(GoldenModel.V3);
    table.inverseFrequencies()[0] = 7;
    assertNotEquals(7, table.inverseFrequencies()[0]);
  }

  private static RopeTable table(GoldenModel golden) {
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      return RopeTable.of(model.config());
    }
  }

  private static DeepseekConfig withYarn(RopeSpec.Yarn yarn) {
    return withRope(new RopeSpec(10_000, yarn));
  }

  /// A configuration whose heads are 40 wide, 16 of them rotated.
  private static DeepseekConfig withRope(RopeSpec rope) {
    RoutingSpec routing =
        new RoutingSpec(RoutingSpec.Scoring.SOFTMAX, RoutingSpec.Method.GREEDY, 1, 1, false, 1);
    return new DeepseekConfig(
        "DeepseekV2ForCausalLM",
        "deepseek_v2",
        320,
        64,
        176,
        0,
        2,
        0,
        4,
        null,
        32,
        24,
        16,
        24,
        0,
        0,
        0,
        2,
        routing,
        1e-6f,
        rope,
        2560,
        false);
  }

  private static void assertNear(double expected, float actual) {
    assertEquals(expected, actual, TOLERANCE * Math.abs(expected));
  }
}
