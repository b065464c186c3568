package dev.gloss.inference.cpu.kernels;

/// How exactly products take their activations. Weights are what the file says in both.
public enum Precision {
  /// Weights of 4 to 8 bits in blocks are multiplied with activations rounded to 8 bits in blocks
  /// of 32, other weights with activations as they are.
  FAST,
  /// Activations as they are.
  EXACT
}
