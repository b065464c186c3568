package dev.gloss.inference.cpu.kernels;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.codec.Bf16Codec;
import dev.gloss.inference.tensor.codec.F16Codec;
import dev.gloss.inference.tensor.codec.Q80Codec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A matrix of numbers of a page's tokens, as a page of the key-value cache stores it: `[width,
/// PAGE_KEYS]` with the channels outermost, or `[PAGE_KEYS, width]`.
///
/// Numbers of 16 or 8 bits share 32-bit words so that vectors of any width find neighbours in
/// neighbouring words: of each group of 32 or 64 numbers, one behind the other, word `k` has the
/// numbers `k`, `k + 16` and so on, from its lowest bits up. Behind those of [CacheType#Q8_0] are
/// their factors, a matrix of the same kind: one for each [#BLOCK] channels of a token, a 127th of
/// the largest magnitude among them.
public final class PageMatrix {
  /// Channels of a token that share a factor.
  public static final int BLOCK = 32;

  /// Words of a group.
  public static final int GROUP_WORDS = 16;

  private static final int ALIGNMENT_BYTES = 64;
  private static final float LARGEST_F16 = 65504;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final F16Codec F16 = (F16Codec) DType.F16.codec();
  private static final Bf16Codec BF16 = (Bf16Codec) DType.BF16.codec();

  private final CacheType type;
  private final int width;
  private final boolean byChannel;
  private final @Nullable PageMatrix factors;

  /// @param width channels of a token
  /// @param byChannel whether channels are outermost
  public PageMatrix(CacheType type, int width, boolean byChannel) {
    this.type = type;
    this.width = width;
    this.byChannel = byChannel;
    factors =
        type == CacheType.Q8_0
            ? new PageMatrix(CacheType.F16, Math.ceilDiv(width, BLOCK), byChannel)
            : null;
  }

  /// How its numbers are stored.
  public CacheType type() {
    return type;
  }

  /// Channels of a token.
  public int width() {
    return width;
  }

  /// Whether channels are outermost.
  public boolean byChannel() {
    return byChannel;
  }

  /// How many numbers there are, those of tokens to come included.
  public int count() {
    return width * PageKernels.PAGE_KEYS;
  }

  /// Groups of words, the last of which may not be full.
  public int groups() {
    return Math.ceilDiv(count(), groupNumbers());
  }

  private int groupNumbers() {
    return GROUP_WORDS * Integer.BYTES / type.codeBytes();
  }

  /// The factors of a [CacheType#Q8_0] matrix.
  ///
  /// @throws NullPointerException if it is none
  public PageMatrix factors() {
    return Objects.requireNonNull(factors);
  }

  /// Where the factors of a [CacheType#Q8_0] matrix begin.
  public long factorsOffset() {
    return (long) groups() * GROUP_WORDS * Integer.BYTES;
  }

  /// Bytes it takes, a multiple of 64.
  public long byteSize() {
    long bytes = factorsOffset() + (factors == null ? 0 : factors.byteSize());
    return Math.ceilDiv(bytes, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  }

  /// Bytes that [PageKernels#widen] takes, for the numbers and what it needs besides.
  public long widenedBytes() {
    int numbers = count() + (factors == null ? 0 : factors.count());
    return (long) numbers * Float.BYTES + ALIGNMENT_BYTES; // read across the end
  }

  /// Bytes from row to row of its numbers as float32.
  public long strideBytes() {
    return (long) (byChannel ? PageKernels.PAGE_KEYS : width) * Float.BYTES;
  }

  /// The place of a token's number among all.
  public int index(int slot, int channel) {
    return byChannel ? channel * PageKernels.PAGE_KEYS + slot : slot * width + channel;
  }

  private long codeOffset(int slot, int channel) {
    int index = index(slot, channel);
    int group = groupNumbers();
    int word = index / group * GROUP_WORDS + index % GROUP_WORDS;
    int part = index % group / GROUP_WORDS;
    return (long) word * Integer.BYTES + part * type.codeBytes();
  }

  /// Stores a token.
  ///
  /// @param at where the matrix begins
  /// @param slot of the token in its page
  /// @param from holds its `width` float32 numbers, one behind the other
  public void put(MemorySegment page, long at, int slot, MemorySegment from, long fromOffset) {
    if (factors != null) {
      for (int block = 0; block < factors.width; block++) {
        putBlock(page, at, slot, block, from, fromOffset);
      }
      return;
    }
    for (int channel = 0; channel < width; channel++) {
      float value = from.get(FLOAT, fromOffset + (long) channel * Float.BYTES);
      putNumber(page, at, slot, channel, value);
    }
  }

  private void putNumber(MemorySegment page, long at, int slot, int channel, float value) {
    long offset = at + codeOffset(slot, channel);
    switch (type) {
      case F32 -> page.set(FLOAT, offset, value);
      case F16 -> F16.encode(Math.clamp(value, -LARGEST_F16, LARGEST_F16), page, offset);
      case BF16 -> BF16.encode(value, page, offset);
      case Q8_0 -> throw new IllegalStateException("numbers of Q8_0 come in blocks");
    }
  }

  private void putBlock(
      MemorySegment page, long at, int slot, int block, MemorySegment from, long fromOffset) {
    int end = Math.min((block + 1) * BLOCK, width);
    float largest = 0;
    for (int channel = block * BLOCK; channel < end; channel++) {
      float value = from.get(FLOAT, fromOffset + (long) channel * Float.BYTES);
      largest = Math.max(largest, Math.abs(value));
    }
    float factor = Q80Codec.factor(largest);
    factors().putNumber(page, at + factorsOffset(), slot, block, factor);
    float inverse = Q80Codec.inverse(factor);
    for (int channel = block * BLOCK; channel < end; channel++) {
      float value = from.get(FLOAT, fromOffset + (long) channel * Float.BYTES);
      byte code = (byte) Q80Codec.code(value, inverse);
      page.set(ValueLayout.JAVA_BYTE, at + codeOffset(slot, channel), code);
    }
  }

  /// A number as it was stored.
  ///
  /// @param at where the matrix begins
  public float get(MemorySegment page, long at, int slot, int channel) {
    long offset = at + codeOffset(slot, channel);
    return switch (type) {
      case F32 -> page.get(FLOAT, offset);
      case F16 -> F16.decode(page, offset);
      case BF16 -> BF16.decode(page, offset);
      case Q8_0 ->
          page.get(ValueLayout.JAVA_BYTE, offset)
              * factors().get(page, at + factorsOffset(), slot, channel / BLOCK);
    };
  }

  /// The type and the shape.
  @Override
  public String toString() {
    return byChannel
        ? "%s [%d, %d]".formatted(type, width, PageKernels.PAGE_KEYS)
        : "%s [%d, %d]".formatted(type, PageKernels.PAGE_KEYS, width);
  }
}
