package dev.gloss.inference.cpu.kernels;

import java.lang.foreign.MemorySegment;

/// The loops of attention to keys and values that lie in pages of [#PAGE_KEYS], the keys with the
/// channels outermost so that a vector holds a channel of many keys.
///
/// Arguments and promises are those of [Kernels].
public interface PageKernels {

  /// Keys of a page.
  int PAGE_KEYS = 32;

  /// Chains in which the exponentials of a row are summed.
  int SUM_CHAINS = 16;

  /// Writes the numbers of a stored matrix as float32, one behind the other.
  ///
  /// @param at where in the page the matrix begins
  /// @param to takes [PageMatrix#widenedBytes()]; what is behind the numbers is not defined
  void widen(PageMatrix matrix, MemorySegment page, long at, MemorySegment to, long toOffset);

  /// Scores of all keys of a page: `scores [count, PAGE_KEYS]` of `queries [count, width]` and
  /// `keys [width, PAGE_KEYS]`, the products added in one chain, channels ascending.
  void scorePage(
      MemorySegment queries,
      long queriesOffset,
      long queryStride,
      int count,
      int width,
      MemorySegment keys,
      long keysOffset,
      MemorySegment scores,
      long scoresOffset,
      long scoreStride);

  /// Replaces `scores [keyCount]` by `exp(score - max)`, and writes their maximum and the sum of
  /// the exponentials, one behind the other.
  ///
  /// They are summed in [#SUM_CHAINS] chains, key `i` in chain `i % SUM_CHAINS`, the chains added
  /// as a tree of halves.
  void exponentials(
      MemorySegment scores,
      long scoresOffset,
      int keyCount,
      MemorySegment statistics,
      long statisticsOffset);

  /// `out [count, width] += weights [count, keyCount] * values [keyCount, width]` by fused
  /// multiply-adds, keys ascending.
  ///
  /// Up to the next multiple of 16 floats after `width`, `out` may be overwritten with anything,
  /// and rows of `values` are followed by readable memory.
  void addWeighted(
      MemorySegment weights,
      long weightsOffset,
      long weightStride,
      int count,
      MemorySegment values,
      long valuesOffset,
      long valueStride,
      int keyCount,
      int width,
      MemorySegment out,
      long outOffset,
      long outStride);
}
