package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.PageKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the attention keeps of all sequences' tokens, as `[pages, layers, PAGE_TOKENS, width]` f32.
/// An entry is what the attention says: the normed latent and the rotated key (DeepSeek-V2, section
/// 2.1.2), for one.
///
/// Attention reads pages in place. Which page belongs to whom is decided elsewhere.
final class KeyValueCache {
  /// Positions of a page.
  static final int PAGE_TOKENS = PageKernels.PAGE_KEYS;

  private final int pages;
  private final int layers;
  private final long tokenBytes;
  private final MemorySegment data;

  /// @param arena owns the memory
  /// @param layers of the main model, then those of the Multi-Token Prediction modules
  /// @param width numbers of a token in a layer
  KeyValueCache(Arena arena, int pages, int layers, int width) {
    this.pages = pages;
    this.layers = layers;
    this.tokenBytes = (long) Rows.padded(width) * Float.BYTES;
    // Vectors may be loaded across the end of the last row.
    long bytes = pages * pageBytes() + Rows.ALIGNMENT_BYTES;
    this.data = LazyMemory.allocate(arena, bytes, Rows.ALIGNMENT_BYTES);
  }

  /// All pages.
  MemorySegment data() {
    return data;
  }

  /// Number of pages.
  int pages() {
    return pages;
  }

  /// Bytes between positions of a page.
  long tokenBytes() {
    return tokenBytes;
  }

  /// Bytes of one token over all layers.
  long bytesPerToken() {
    return layers * tokenBytes;
  }

  /// Where a layer's part of a page begins.
  long pageOffset(int page, int layer) {
    return ((long) page * layers + layer) * PAGE_TOKENS * tokenBytes;
  }

  /// Where the entry of a position is, by its sequence's page table.
  long entryOffset(int[] pageTable, int position, int layer) {
    return pageOffset(pageTable[position / PAGE_TOKENS], layer)
        + position % PAGE_TOKENS * tokenBytes;
  }

  /// Copies a page over all layers, whole: where in it a position lies is the attention's affair.
  void copy(int from, int to) {
    MemorySegment.copy(data, pageOffset(from, 0), data, pageOffset(to, 0), pageBytes());
  }

  private long pageBytes() {
    return layers * PAGE_TOKENS * tokenBytes;
  }
}
