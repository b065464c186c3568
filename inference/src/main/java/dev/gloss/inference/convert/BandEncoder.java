package dev.gloss.inference.convert;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Fp8Encoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.tensor.codec.TwoWayCodec;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Encodes the rows of one tensor, a band of them at a time. Safe for any number of threads.
final class BandEncoder {

  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  /// About so many numbers are in memory for a band.
  private static final int BAND_ELEMENTS = 1 << 20;

  private final String name;
  private final DType dtype;
  private final Rows rows;
  private final int bandRows;

  /// @param tensor to write
  /// @param rows its rows
  BandEncoder(OutputTensor tensor, Rows rows) {
    this.name = tensor.name();
    this.dtype = tensor.dtype();
    this.rows = rows;
    this.bandRows =
        dtype == DType.F8_E4M3
            ? Matrix.SCALE_BLOCK
            : Math.max(1, BAND_ELEMENTS / Math.max(1, rows.columns()));
  }

  /// How many bands there are.
  int bands() {
    return Math.toIntExact(Math.ceilDiv(rows.count(), bandRows));
  }

  /// Encodes a band.
  ///
  /// @throws ModelException if it holds a number that the type cannot
  Band encode(int band) {
    long first = (long) band * bandRows;
    int count = (int) Math.min(bandRows, rows.count() - first);
    if (rows.storedAs() == dtype) {
      return copy(first, count);
    }
    float[] numbers = numbers(first, count);
    return dtype == DType.F8_E4M3 ? fp8(numbers, count) : blocks(numbers);
  }

  private Band copy(long first, int count) {
    int rowBytes = Math.toIntExact(dtype.bytes(rows.columns()));
    MemorySegment bytes = MemorySegment.ofArray(new byte[count * rowBytes]);
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(rows.bytes(first + i), 0, bytes, (long) i * rowBytes, rowBytes);
    }
    return new Band(bytes, NOTHING, RoundingError.NONE);
  }

  private float[] numbers(long first, int count) {
    int columns = rows.columns();
    float[] numbers = new float[count * columns];
    float[] row = new float[columns];
    for (int i = 0; i < count; i++) {
      rows.read(first + i, row);
      System.arraycopy(row, 0, numbers, i * columns, columns);
    }
    return numbers;
  }

  private Band blocks(float[] numbers) {
    TwoWayCodec codec = (TwoWayCodec) dtype.codec();
    int blocks = numbers.length / codec.blockElements();
    MemorySegment bytes = MemorySegment.ofArray(new byte[blocks * codec.blockBytes()]);
    codec.encode(numbers, 0, blocks, bytes, 0);
    float[] back = new float[numbers.length];
    codec.decode(bytes, 0, blocks, back, 0);
    return new Band(bytes, NOTHING, checked(RoundingError.of(numbers, back, numbers.length)));
  }

  private Band fp8(float[] numbers, int count) {
    int columns = rows.columns();
    int blockColumns = Math.ceilDiv(columns, Matrix.SCALE_BLOCK);
    MemorySegment codes = MemorySegment.ofArray(new byte[numbers.length]);
    MemorySegment scales = MemorySegment.ofArray(new byte[blockColumns * Float.BYTES]);
    Fp8Encoder.encode(numbers, count, columns, Matrix.SCALE_BLOCK, codes, scales);
    Matrix back =
        new Matrix(
            new Tensor(name, dtype, List.of((long) count, (long) columns), codes),
            new Tensor(name, DType.F32, List.of(1L, (long) blockColumns), scales));
    RoundingError error = RoundingError.NONE;
    float[] was = new float[columns];
    float[] row = new float[columns];
    for (int i = 0; i < count; i++) {
      System.arraycopy(numbers, i * columns, was, 0, columns);
      Decoder.row(back, i, row);
      error = error.plus(RoundingError.of(was, row, columns));
    }
    return new Band(codes, scales, checked(error));
  }

  /// An infinite number, a NaN, or one beyond the type's range makes the sum something else than a
  /// number.
  private RoundingError checked(RoundingError error) {
    if (!Double.isFinite(error.squaredErrors())) {
      throw new ModelException(
          "tensor "
              + name
              + " has a number that is infinite, NaN or too large, expected one that "
              + dtype
              + " can hold");
    }
    return error;
  }
}
