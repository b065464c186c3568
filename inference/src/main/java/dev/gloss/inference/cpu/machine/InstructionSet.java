package dev.gloss.inference.cpu.machine;

import java.util.List;
import java.util.Locale;

/// The instructions that machine code is written with, the fastest first.
enum InstructionSet {
  /// Vectors of 512 bits, and sums of four products of bytes at once.
  AVX512_VNNI("avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512_vnni"),
  /// Vectors of 256 bits, and sums of four products of bytes at once.
  AVX_VNNI("avx2", "fma", "f16c", "avx_vnni"),
  /// Vectors of 256 bits.
  AVX2("avx2", "fma", "f16c");

  private final List<String> flags;

  InstructionSet(String... flags) {
    this.flags = List.of(flags);
  }

  /// What `/proc/cpuinfo` says of a processor that has them.
  List<String> flags() {
    return flags;
  }

  /// Its name, as in `avx512-vnni`.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether products of bytes are summed in 32 bits by one instruction.
  boolean hasDotProducts() {
    return this != AVX2;
  }

  /// Whether vectors have 512 bits, as many as a step.
  boolean isWide() {
    return this == AVX512_VNNI;
  }

  /// Bytes of a vector.
  int vectorBytes() {
    return isWide() ? Assembler.WIDE_VECTOR_BYTES : Assembler.VECTOR_BYTES;
  }
}
