package dev.gloss.inference.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.tensor.codec.E4m3;
import dev.gloss.inference.testing.GoldenModel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort BITS_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Test
  void f32IsItself() {
    check(
        DType.F32,
        List.of(1.5f, -0f, Float.MIN_VALUE, 3e38f),
        (data, i, value) -> data.set(F32, 4L * i, value));
  }

  @Test
  void f16IncludesSubnormalsAndInfinities() {
    check(
        DType.F16,
        List.of(1.5f, -0f, 0x1p-24f, 65504f, Float.NEGATIVE_INFINITY),
        (data, i, value) -> data.set(BITS_16, 2L * i, Float.floatToFloat16(value)));
  }

  @Test
  void bf16IsTheUpperHalfOfF32() {
    check(
        DType.BF16,
        List.of(1.5f, -0f, 0x1p-133f, 0x1.fep127f, Float.POSITIVE_INFINITY),
        (data, i, value) ->
            data.set(BITS_16, 2L * i, (short) (Float.floatToRawIntBits(value) >>> 16)));
  }

  private interface Writer {
    void write(MemorySegment data, int index, float value);
  }

  /// Values that the type holds exactly come back bit by bit, singly and in bulk, from an address
  /// that is not aligned.
  private static void check(DType dtype, List<Float> values, Writer writer) {
    int bytes = Math.toIntExact(dtype.bytes(values.size()));
    MemorySegment data = MemorySegment.ofArray(new byte[bytes + 1]).asSlice(1, bytes);
    float[] expected = new float[values.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = values.get(i);
      writer.write(data, i, expected[i]);
    }
    Tensor tensor = new Tensor("t", dtype, List.of((long) expected.length), data);
    assertArrayEquals(expected, Decoder.all(tensor));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], Decoder.element(tensor, i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bulkEqualsSingle(DType dtype) {
    Tensor tensor = random(dtype, 5, 77);
    for (int length : new int[] {1, 100, 3 * dtype.blockElements()}) {
      float[] some = new float[length];
      Decoder.elements(tensor, 33, some);
      for (int i = 0; i < some.length; i++) {
        assertEquals(
            Float.floatToIntBits(Decoder.element(tensor, 33 + i)), Float.floatToIntBits(some[i]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreContiguous(DType dtype) {
    Tensor tensor = random(dtype, 5, 77);
    Matrix matrix = new Matrix(tensor, null);
    float[] row = new float[matrix.inFeatures()];
    Decoder.row(matrix, 3, row);
    for (int i = 0; i < row.length; i++) {
      assertEquals(
          Float.floatToIntBits(Decoder.element(tensor, 3L * row.length + i)),
          Float.floatToIntBits(row[i]));
    }
  }

  @Test
  void fp8RowsTakeTheScaleOfTheirBlock() {
    Tensor codes = random(DType.F8_E4M3, 130, 300);
    Tensor scales = new Tensor("s", DType.F32, List.of(2L, 3L), floats(2, 3, 5, 7, 11, 13));
    Matrix matrix = new Matrix(codes, scales);
    float[] row = new float[300];
    for (int r : new int[] {0, 127, 128, 129}) {
      Decoder.row(matrix, r, row);
      for (int c = 0; c < row.length; c++) {
        float scale = Decoder.element(scales, r / 128 * 3 + c / 128);
        float expected = Decoder.element(codes, r * 300L + c) * scale;
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(row[c]));
      }
    }
  }

  @Test
  void fp8ElementsAreOneMultiplication() {
    JsonNode example =
        GoldenModel.json(GoldenModel.resource("/golden/fp8/e4m3fn.json")).get("block_example");
    int block = example.get("block").intValue();
    int columns = example.get("shape").get(1).intValue();
    int scaleColumns = Math.ceilDiv(columns, block);
    for (int i = 0; i < example.get("codes").size(); i++) {
      float code = E4m3.toFloat((byte) example.get("codes").get(i).intValue());
      int scale = i / columns / block * scaleColumns + i % columns / block;
      assertEquals(
          bits(example.get("dequantised_bits_hex").get(i)),
          code * bits(example.get("scale_inv_bits_hex").get(scale)));
    }
  }

  private static float bits(JsonNode hex) {
    return Float.intBitsToFloat(Integer.parseUnsignedInt(hex.asText(), 16));
  }

  @Test
  void refusesWhatIsNotThere() {
    Tensor tensor = random(DType.BF16, 5, 77);
    Matrix matrix = new Matrix(tensor, null);
    assertThrows(IndexOutOfBoundsException.class, () -> Decoder.element(tensor, 5 * 77));
    assertThrows(IndexOutOfBoundsException.class, () -> Decoder.element(tensor, -1));
    assertThrows(
        IndexOutOfBoundsException.class, () -> Decoder.elements(tensor, 5 * 77 - 1, new float[2]));
    assertThrows(IndexOutOfBoundsException.class, () -> Decoder.row(matrix, 5, new float[77]));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Decoder.row(matrix, 0, new float[76]));
    assertTrue(String.valueOf(e.getMessage()).contains("has 77 elements, the array 76"));
  }

  /// @param columns elements of a row, blocks where elements do not stand alone
  private static Tensor random(DType dtype, int rows, int columns) {
    List<Long> shape = List.of((long) rows, (long) columns * dtype.blockElements());
    byte[] bytes = new byte[Math.toIntExact(dtype.bytes(shape))];
    new Random(7).nextBytes(bytes);
    return new Tensor("random", dtype, shape, MemorySegment.ofArray(bytes));
  }

  private static MemorySegment floats(float... values) {
    MemorySegment data = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
    for (int i = 0; i < values.length; i++) {
      data.set(F32, (long) i * Float.BYTES, values[i]);
    }
    return data;
  }
}
