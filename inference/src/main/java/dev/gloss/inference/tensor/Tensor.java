package dev.gloss.inference.tensor;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A named array of numbers in memory that somebody else owns, usually a mapped file.
///
/// Rows are contiguous, the last dimension varies fastest, numbers are little-endian. A row is a
/// whole number of blocks of the type.
///
/// @param name as the checkpoint names it
/// @param dtype of its elements
/// @param shape outermost dimension first
/// @param data exactly `dtype.bytes(shape)` bytes, not necessarily aligned
public record Tensor(String name, DType dtype, List<Long> shape, MemorySegment data) {

  /// Checks the size.
  ///
  /// @throws IllegalArgumentException if rows are no whole blocks, or if the segment's size does
  ///   not follow from shape and dtype
  public Tensor {
    shape = List.copyOf(shape);
    if (!shape.isEmpty() && shape.getLast() % dtype.blockElements() != 0) {
      throw new IllegalArgumentException(
          name
              + ": rows of "
              + dtype
              + " are multiples of "
              + dtype.blockElements()
              + ", got shape "
              + shape);
    }
    long expected = dtype.bytes(shape);
    if (data.byteSize() != expected) {
      throw new IllegalArgumentException(
          name
              + ": "
              + dtype
              + " "
              + shape
              + " takes "
              + expected
              + " bytes, got "
              + data.byteSize());
    }
  }

  /// Number of elements.
  public long elements() {
    return data.byteSize() / dtype.blockBytes() * dtype.blockElements();
  }

  /// One of the tensors that this one is a stack of, without copying: of `[experts, out, in]` the
  /// `[out, in]` of an expert.
  ///
  /// @param index within the outermost dimension; the slice's name has it in brackets
  /// @throws IndexOutOfBoundsException if the outermost dimension is not so long
  /// @throws IllegalArgumentException if there are fewer than two dimensions
  public Tensor slice(long index) {
    long step = stepBytes();
    Objects.checkIndex(index, shape.get(0));
    return new Tensor(
        name + "[" + index + "]",
        dtype,
        shape.subList(1, shape.size()),
        data.asSlice(index * step, step));
  }

  /// Part of the outermost dimension, without copying: of `[out, in]` some rows.
  ///
  /// @param first the first index taken
  /// @param count how many
  /// @throws IndexOutOfBoundsException if the outermost dimension is not so long
  /// @throws IllegalArgumentException if there are fewer than two dimensions
  public Tensor slice(long first, long count) {
    long step = stepBytes();
    Objects.checkFromIndexSize(first, count, shape.get(0));
    List<Long> part = new ArrayList<>(shape);
    part.set(0, count);
    return new Tensor(
        name + "[" + first + ".." + (first + count - 1) + "]",
        dtype,
        part,
        data.asSlice(first * step, count * step));
  }

  /// Bytes from one index of the outermost dimension to the next.
  private long stepBytes() {
    if (shape.size() < 2) {
      throw new IllegalArgumentException(
          name + ": only tensors of two dimensions or more have slices, got shape " + shape);
    }
    return dtype.bytes(shape.subList(1, shape.size()));
  }
}
