package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.packed.PackedFolder;
import org.jspecify.annotations.Nullable;

/// How the CPU backend uses the machine.
///
/// @param threads threads that compute, the caller of a step included
/// @param cacheTokens positions that the latent cache holds for all sequences together, rounded up
///   to whole pages
/// @param cacheType how that stores them
/// @param kernels which kernels compute; results do not depend on it
/// @param precision of matrix products
/// @param packed where packed weights are kept from one opening to the next; null for nowhere
public record CpuOptions(
    int threads,
    long cacheTokens,
    CacheType cacheType,
    KernelChoice kernels,
    Precision precision,
    @Nullable PackedFolder packed) {

  /// Which kernels compute.
  public enum KernelChoice {
    /// The fastest that this virtual machine runs; the plain ones until those are compiled.
    AUTO,
    /// The same without machine code.
    AUTO_VECTOR,
    /// The specification.
    SCALAR,
    /// The Vector API's from the first step on, or an error.
    VECTOR,
    /// Machine code where there is some, else the Vector API's, from the first step on, or an
    /// error.
    MACHINE_CODE
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is below 1
  public CpuOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (cacheTokens < 1) {
      throw new IllegalArgumentException("cacheTokens must be at least 1, got " + cacheTokens);
    }
  }

  /// Fast products, and a cache of float32.
  public CpuOptions(int threads, long cacheTokens, KernelChoice kernels) {
    this(threads, cacheTokens, CacheType.F32, kernels, Precision.FAST, null);
  }

  /// All cores, the fastest kernels, fast products.
  public static CpuOptions defaults(long cacheTokens) {
    return new CpuOptions(HostCores.count(), cacheTokens, KernelChoice.AUTO);
  }

  /// These options with another number of threads.
  public CpuOptions withThreads(int count) {
    return new CpuOptions(count, cacheTokens, cacheType, kernels, precision, packed);
  }

  /// These options with another number of cached positions.
  public CpuOptions withCacheTokens(long tokens) {
    return new CpuOptions(threads, tokens, cacheType, kernels, precision, packed);
  }

  /// These options with another type of cache.
  public CpuOptions withCacheType(CacheType type) {
    return new CpuOptions(threads, cacheTokens, type, kernels, precision, packed);
  }

  /// These options with other kernels.
  public CpuOptions withKernels(KernelChoice choice) {
    return new CpuOptions(threads, cacheTokens, cacheType, choice, precision, packed);
  }

  /// These options with another precision.
  public CpuOptions withPrecision(Precision other) {
    return new CpuOptions(threads, cacheTokens, cacheType, kernels, other, packed);
  }

  /// These options with packed weights kept in a folder; null for nowhere.
  public CpuOptions withPacked(@Nullable PackedFolder folder) {
    return new CpuOptions(threads, cacheTokens, cacheType, kernels, precision, folder);
  }
}
