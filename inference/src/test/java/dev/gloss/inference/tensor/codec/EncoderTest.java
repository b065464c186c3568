package dev.gloss.inference.tensor.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.testing.GoldenBlocks;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.Property;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderTest {

  static Stream<DType> writtenBlocks() {
    return Arrays.stream(DType.values())
        .filter(type -> type.codec() instanceof TwoWayCodec && type.blockElements() > 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"})
  void blocksAreThoseOfTheReference(DType type) {
    GoldenBlocks golden = GoldenBlocks.of(type);
    assertEquals(9, golden.quantise().size());
    for (GoldenBlocks.Block block : golden.quantise()) {
      String expected = HexFormat.of().formatHex(block.bytes());
      assertEquals(expected, HexFormat.of().formatHex(encode(type, block.values())), block.name());
    }
  }

  @Test
  void fp8CodesAreThoseOfTheReference() {
    JsonNode cases =
        GoldenModel.json(GoldenModel.resource("/golden/fp8/e4m3fn.json")).get("encode_saturating");
    for (JsonNode one : cases) {
      float value = Float.intBitsToFloat(Integer.parseUnsignedInt(one.get(0).asText(), 16));
      assertEquals(one.get(1).intValue(), E4m3.ofFloat(value) & 0xFF, "code of " + value);
    }
  }

  /// Every number that a plain type holds, and every finite FP8 code, survives both ways.
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F8_E4M3"})
  void plainNumbersSurvive(DType type) {
    byte[] block = new byte[type.blockBytes()];
    for (int code = 0; code < 1 << 8 * block.length; code++) {
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) (code >> 8 * i);
      }
      float[] value = decode(type, block);
      if (!Float.isNaN(value[0])) {
        assertArrayEquals(block, encode(type, value), "code " + code);
      } else {
        assertTrue(Float.isNaN(decode(type, encode(type, value))[0]), "code " + code);
      }
    }
  }

  @Test
  void bf16RoundsToNearestTiesToEven() {
    checkBf16(0x3F80_8000, 0x3F80);
    checkBf16(0x3F81_8000, 0x3F82);
    checkBf16(0x3F80_8001, 0x3F81);
    checkBf16(0x7F7F_FFFF, 0x7F80);
    checkBf16(0x7F80_0001, 0x7FC0);
  }

  private static void checkBf16(int bits, int expected) {
    byte[] code = encode(DType.BF16, Float.intBitsToFloat(bits));
    assertEquals(expected, code[0] & 0xFF | (code[1] & 0xFF) << 8);
  }

  /// What a block cannot be further off than: half a step of its coarsest group, and what the
  /// storage of scales adds.
  @ParameterizedTest
  @MethodSource("writtenBlocks")
  void everyNumberIsNearItsCode(DType type) {
    Property.forSeeds(
        300,
        random -> {
          float[] values = randomBlock(type, random);
          float[] back = decode(type, encode(type, values));
          float range = 0;
          for (float value : values) {
            range = Math.max(range, Math.abs(value));
          }
          for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], back[i], range * toleranceOf(type), "value " + i);
          }
        });
  }

  /// The share of the largest magnitude that a number may be off: a step is at most twice that
  /// magnitude over the number of codes; a whole step where the outermost code or the last number
  /// of a fit may be cut off.
  private static float toleranceOf(DType type) {
    return switch (type) {
      case Q8_0 -> 0.5f / 127 + 0x1p-11f;
      case Q6_K -> 1.0f / 31;
      case Q5_0, Q5_1 -> 1.0f / 15;
      default -> 1.0f / 7;
    };
  }

  @ParameterizedTest
  @MethodSource("writtenBlocks")
  void zeroAndConstantBlocksAreExactOrNearly(DType type) {
    float[] zero = new float[type.blockElements()];
    for (float value : decode(type, encode(type, zero))) {
      assertEquals(0, value, 0);
    }
    for (float constant : new float[] {0.25f, -0.25f, -3}) {
      float[] values = new float[type.blockElements()];
      Arrays.fill(values, constant);
      float[] back = decode(type, encode(type, values));
      for (float value : back) {
        assertEquals(constant, value, Math.abs(constant) * 0.005f);
      }
    }
  }

  /// Not so the types of 256: their fits try few of the grids that numbers may lie on.
  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"})
  void whatWasDecodedIsEncodedWithoutFurtherLoss(DType type) {
    Property.forSeeds(
        100,
        random -> {
          float[] once = decode(type, encode(type, randomBlock(type, random)));
          float[] twice = decode(type, encode(type, once));
          float norm = rms(once, new float[once.length]);
          assertEquals(0, rms(once, twice), norm * (type == DType.Q8_0 ? 1e-3f : 0.02f));
        });
  }

  /// Gaussians of a size that differs from group to group; sometimes one number far out.
  private static float[] randomBlock(DType type, SplittableRandom random) {
    float[] values = new float[type.blockElements()];
    float scale = 1;
    for (int i = 0; i < values.length; i++) {
      if (i % 16 == 0) {
        scale = (float) Math.exp(random.nextGaussian());
      }
      values[i] = (float) random.nextGaussian() * scale;
    }
    if (random.nextInt(4) == 0) {
      values[random.nextInt(values.length)] *= 20;
    }
    return values;
  }

  private static float rms(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return (float) Math.sqrt(sum / a.length);
  }

  private static byte[] encode(DType type, float... values) {
    byte[] block = new byte[type.blockBytes()];
    ((TwoWayCodec) type.codec()).encode(values, 0, MemorySegment.ofArray(block), 0);
    return block;
  }

  private static float[] decode(DType type, byte[] block) {
    float[] values = new float[type.blockElements()];
    type.codec().decode(MemorySegment.ofArray(block), 0, values, 0);
    return values;
  }
}
