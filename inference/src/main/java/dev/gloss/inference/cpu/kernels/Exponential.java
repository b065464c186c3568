package dev.gloss.inference.cpu.kernels;

/// The exponential function as a fixed sequence of float32 operations.
///
/// `Math.exp` may differ between machines and has no vector form of equal bits, so every kernel
/// evaluates this polynomial (Cephes `expf`), step by step in this order, within 2e-7 of the true
/// value.
public final class Exponential {
  /// Arguments are clamped to this, so that no result is subnormal.
  public static final float MIN_ARGUMENT = -87.3f;

  /// Arguments are clamped to this, so that no result is infinite.
  public static final float MAX_ARGUMENT = 88.0f;

  /// 1 / ln 2.
  public static final float LOG2_E = 1.44269504f;

  /// Added to a float of magnitude below 2^22 it rounds it to an integer, found in the low bits.
  public static final float ROUNDING = 0x1.8p23f;

  /// The upper bits of -ln 2, exact when multiplied by an exponent.
  public static final float MINUS_LN2_HIGH = -0.693359375f;

  /// What is missing from the upper bits to -ln 2.
  public static final float MINUS_LN2_LOW = 2.12194440e-4f;

  /// Coefficient of r^7.
  public static final float C5 = 1.9875691500e-4f;

  /// Coefficient of r^6.
  public static final float C4 = 1.3981999507e-3f;

  /// Coefficient of r^5.
  public static final float C3 = 8.3334519073e-3f;

  /// Coefficient of r^4.
  public static final float C2 = 4.1665795894e-2f;

  /// Coefficient of r^3.
  public static final float C1 = 1.6666665459e-1f;

  /// Coefficient of r^2.
  public static final float C0 = 5.0000001201e-1f;

  /// Bits below the exponent of a float32.
  public static final int EXPONENT_SHIFT = 23;

  private Exponential() {}

  /// e to the power of `x`, which is clamped to [#MIN_ARGUMENT] and [#MAX_ARGUMENT].
  public static float exp(float x) {
    float clamped = Math.min(Math.max(x, MIN_ARGUMENT), MAX_ARGUMENT);
    float rounded = Math.fma(clamped, LOG2_E, ROUNDING);
    float exponent = rounded - ROUNDING;
    float r = Math.fma(exponent, MINUS_LN2_HIGH, clamped);
    r = Math.fma(exponent, MINUS_LN2_LOW, r);
    float p = Math.fma(C5, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, C1);
    p = Math.fma(p, r, C0);
    float mantissa = Math.fma(p, r * r, r) + 1.0f;
    int bits = Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT;
    return Float.intBitsToFloat(Float.floatToRawIntBits(mantissa) + bits);
  }

  /// 1 / (1 + e^-x).
  public static float sigmoid(float x) {
    return 1.0f / (1.0f + exp(-x));
  }
}
