package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.Workers.Worker;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the attention keeps of all sequences' tokens, as `[pages, layers]` parts of pages; how
/// tokens lie in those is the [PageLayout]'s affair.
///
/// Attention reads pages in place, or, of types other than float32, a matrix at a time as float32
/// in memory of the thread's own. Which page belongs to whom is decided elsewhere.
final class KeyValueCache {
  /// Positions of a page.
  static final int PAGE_TOKENS = PageKernels.PAGE_KEYS;

  private final int pages;
  private final int layers;
  private final PageLayout layout;
  private final MemorySegment data;
  private final Rows widened;
  private final boolean inPlace;

  /// @param arena owns the memory
  /// @param layers of the main model, then those of the Multi-Token Prediction modules
  /// @param threads that read
  KeyValueCache(Arena arena, int pages, int layers, PageLayout layout, int threads) {
    this.pages = pages;
    this.layers = layers;
    this.layout = layout;
    // Vectors may be loaded across the end of the last row.
    long bytes = pages * pageBytes() + Rows.ALIGNMENT_BYTES;
    this.data = LazyMemory.allocate(arena, bytes, Rows.ALIGNMENT_BYTES);
    this.inPlace = layout.type() == CacheType.F32;
    long width = inPlace ? 0 : layout.widenedBytes() / Float.BYTES;
    this.widened = Rows.allocate(arena, threads, Math.toIntExact(width));
  }

  /// How tokens lie in a layer's part of a page.
  PageLayout layout() {
    return layout;
  }

  /// All pages.
  MemorySegment data() {
    return data;
  }

  /// Where the numbers are that [#read] tells the places of.
  MemorySegment numbers() {
    return inPlace ? data : widened.segment();
  }

  /// Where among the [#numbers()] a stored matrix is, as float32, until the thread reads the next
  /// one.
  ///
  /// @param at where it is stored
  long read(Worker worker, PageMatrix matrix, long at) {
    if (inPlace) {
      return at;
    }
    long to = widened.offset(worker.index());
    worker.kernels().pages().widen(matrix, data, at, widened.segment(), to);
    return to;
  }

  /// Number of pages.
  int pages() {
    return pages;
  }

  /// Bytes of one token over all layers.
  long bytesPerToken() {
    return Math.ceilDiv(pageBytes(), PAGE_TOKENS);
  }

  /// Where a layer's part of a page begins.
  long pageOffset(int page, int layer) {
    return ((long) page * layers + layer) * layout.byteSize();
  }

  /// Where a layer's part of the page of a position begins, by its sequence's page table.
  long pageOffset(int[] pageTable, int position, int layer) {
    return pageOffset(pageTable[position / PAGE_TOKENS], layer);
  }

  /// Copies a page over all layers, whole: where in it a position lies is the layout's affair.
  void copy(int from, int to) {
    MemorySegment.copy(data, pageOffset(from, 0), data, pageOffset(to, 0), pageBytes());
  }

  private long pageBytes() {
    return layers * layout.byteSize();
  }
}
