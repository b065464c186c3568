package dev.gloss.inference.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.Property;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Fp8EncoderTest {

  @Test
  void codesAndScalesAreThoseOfTheReference() {
    JsonNode example =
        GoldenModel.json(GoldenModel.resource("/golden/fp8/e4m3fn.json")).get("block_example");
    int block = example.get("block").intValue();
    int rows = example.get("shape").get(0).intValue();
    int columns = example.get("shape").get(1).intValue();
    Encoded encoded = encode(floats(example.get("weight_bits_hex")), rows, columns, block);
    float[] scales = floats(example.get("scale_inv_bits_hex"));
    for (int i = 0; i < scales.length; i++) {
      assertEquals(scales[i], Decoder.element(encoded.scales, i));
    }
    for (int i = 0; i < rows * columns; i++) {
      int code = encoded.codes.data().asByteBuffer().get(i) & 0xFF;
      assertEquals(example.get("codes").get(i).intValue(), code, "code " + i);
    }
  }

  /// Half a step is a sixteenth of a number, and near zero a 2^-10th of the block's scale.
  @Test
  void numbersAreNearTheirCodes() {
    Property.forSeeds(
        30,
        random -> {
          int rows = random.nextInt(1, 300);
          int columns = random.nextInt(1, 300);
          float[] weights = weights(random, rows * columns);
          Encoded encoded = encode(weights, rows, columns, Matrix.SCALE_BLOCK);
          Matrix matrix = new Matrix(encoded.codes, encoded.scales);
          float[] row = new float[columns];
          for (int r = 0; r < rows; r++) {
            Decoder.row(matrix, r, row);
            for (int c = 0; c < columns; c++) {
              int scale = r / 128 * Math.ceilDiv(columns, 128) + c / 128;
              float nearZero = 0x1p-10f * Decoder.element(encoded.scales, scale);
              float weight = weights[r * columns + c];
              assertEquals(weight, row[c], Math.abs(weight) / 15.9f + nearZero);
            }
          }
        });
  }

  @Test
  void zerosStayZero() {
    Encoded encoded = encode(new float[] {0, -0f, Float.MIN_VALUE}, 1, 3, 128);
    for (float value : Decoder.all(encoded.codes)) {
      assertEquals(0, Math.abs(value));
    }
  }

  private static float[] weights(SplittableRandom random, int count) {
    float size = (float) Math.exp(5 * random.nextGaussian());
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian() * size;
    }
    return weights;
  }

  private record Encoded(Tensor codes, Tensor scales) {}

  private static Encoded encode(float[] weights, int rows, int columns, int block) {
    int blockRows = Math.ceilDiv(rows, block);
    int blockColumns = Math.ceilDiv(columns, block);
    MemorySegment codes = MemorySegment.ofArray(new byte[rows * columns]);
    MemorySegment scales = MemorySegment.ofArray(new byte[blockRows * blockColumns * 4]);
    for (int i = 0; i < blockRows; i++) {
      int count = Math.min(block, rows - i * block);
      float[] band = new float[count * columns];
      System.arraycopy(weights, i * block * columns, band, 0, band.length);
      Fp8Encoder.encode(
          band,
          count,
          columns,
          block,
          codes.asSlice((long) i * block * columns),
          scales.asSlice(i * blockColumns * 4L));
    }
    return new Encoded(
        new Tensor("codes", DType.F8_E4M3, List.of((long) rows, (long) columns), codes),
        new Tensor("scales", DType.F32, List.of((long) blockRows, (long) blockColumns), scales));
  }

  private static float[] floats(JsonNode hex) {
    float[] values = new float[hex.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(hex.get(i).asText(), 16));
    }
    return values;
  }
}
