package dev.gloss.inference.cpu.kernels;

/// How [Precision#FAST] rounds activations to integers from -127 to 127: in blocks of
/// [BlockPanels#BLOCK] columns, each with a scale of its own, `x = integer * scale`.
///
/// The scale is a 127th of the largest magnitude; integers are rounded to even. Products of a block
/// that holds an infinity or NaN are NaN.
public final class ActivationBlock {
  /// Added to a float of magnitude below 2^22 it rounds it to an integer, found in the low bits;
  /// subtracted again it leaves the integer.
  public static final float ROUNDING = 0x1.8p23f;

  /// What the largest magnitude of a block is rounded to.
  public static final float LARGEST_INTEGER = 127;

  /// Blocks of less are 0: the inverse would be infinite.
  public static final float LEAST_MAGNITUDE = 1e-30f;

  private ActivationBlock() {}

  /// The scale of a block; NaN for one that is not finite, whose integers are of no meaning.
  ///
  /// @param largest magnitude of the block
  public static float scale(float largest) {
    return largest <= Float.MAX_VALUE ? largest / LARGEST_INTEGER : Float.NaN;
  }

  /// What activations are multiplied with before they are rounded: 1 / scale; 0 for blocks too
  /// small to matter, whose integers are 0.
  public static float inverse(float largest) {
    return largest < LEAST_MAGNITUDE ? 0 : LARGEST_INTEGER / largest;
  }

  /// The integer of an activation.
  public static float round(float x, float inverse) {
    return x * inverse + ROUNDING - ROUNDING;
  }
}
