package dev.gloss.inference.model;

/// The rotation that gives queries and keys their position.
///
/// @param ropeTheta the base of the geometric series of wavelengths
/// @param pairing which channels turn together
/// @param scaling how the series is stretched to longer contexts
public record RopeSpec(double ropeTheta, Pairing pairing, RopeScaling scaling) {

  /// Which channels turn together, of `n` rotated ones.
  public enum Pairing {
    /// Channels `2i` and `2i + 1`, as RoFormer has it and DeepSeek's checkpoints store them.
    ADJACENT,
    /// Channels `i` and `i + n / 2`, as in the Hugging Face checkpoints of Llama and Qwen.
    HALVES
  }

  /// A rotation that is not stretched.
  public static RopeSpec plain(double ropeTheta, Pairing pairing) {
    return new RopeSpec(ropeTheta, pairing, new RopeScaling.None());
  }
}
