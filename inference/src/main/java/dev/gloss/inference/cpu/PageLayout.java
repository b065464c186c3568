package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;

/// Where keys and values lie in a layer's part of a page of the [KeyValueCache]: of each key-value
/// head the keys `[headDim, PAGE_KEYS]` with the channels outermost, then of each the values
/// `[PAGE_KEYS, headDim]`. Offsets and strides are in bytes.
///
/// @param numKeyValueHeads heads of key and value
/// @param headDim width of each
record PageLayout(int numKeyValueHeads, int headDim) {

  /// Bytes between the channels of a key.
  static final long KEY_STRIDE_BYTES = (long) PageKernels.PAGE_KEYS * Float.BYTES;

  /// That of a kind of attention.
  static PageLayout of(GroupedQueryAttentionSpec spec) {
    return new PageLayout(spec.numKeyValueHeads(), spec.headDim());
  }

  /// Where a head's keys begin.
  long keysOffset(int head) {
    return head * headBytes();
  }

  /// Where the first channel of one key is.
  long keyOffset(int head, int slot) {
    return keysOffset(head) + (long) slot * Float.BYTES;
  }

  /// Where a head's values begin.
  long valuesOffset(int head) {
    return (numKeyValueHeads + head) * headBytes();
  }

  /// Where one value is.
  long valueOffset(int head, int slot) {
    return valuesOffset(head) + slot * valueStrideBytes();
  }

  /// Bytes between the values of successive positions.
  long valueStrideBytes() {
    return (long) headDim * Float.BYTES;
  }

  private long headBytes() {
    return headDim * KEY_STRIDE_BYTES;
  }
}
