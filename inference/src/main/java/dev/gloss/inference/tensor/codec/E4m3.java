package dev.gloss.inference.tensor.codec;

/// The FP8 format with four exponent bits (bias 7) and three mantissa bits that has no infinities:
/// OCP 8-bit Floating Point Specification, section 5.2, `E4M3`; elsewhere `E4M3FN`.
public final class E4m3 {

  /// The largest finite value.
  public static final float MAX_VALUE = 448;

  private static final int MANTISSA_BITS = 3;
  private static final int BIAS = 7;

  private static final float[] VALUES = values();

  private E4m3() {}

  /// The value of a code, exact; NaN for the codes `0x7F` and `0xFF`.
  public static float toFloat(byte code) {
    return VALUES[code & 0xFF];
  }

  /// The code nearest to a number, ties to even; what exceeds the largest number becomes that, NaN
  /// becomes NaN.
  public static byte ofFloat(float value) {
    int sign = Float.floatToRawIntBits(value) >>> 24 & 0x80;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (byte) (sign | 0x7F);
    }
    if (magnitude >= MAX_VALUE) {
      return (byte) (sign | 0x7E);
    }
    int exponent = Math.max(Math.getExponent(magnitude), 1 - BIAS);
    int steps = (int) Math.rint(Math.scalb((double) magnitude, MANTISSA_BITS - exponent));
    return (byte) (sign | (exponent + BIAS - 1 << MANTISSA_BITS) + steps);
  }

  private static float[] values() {
    float[] values = new float[256];
    for (int code = 0; code < values.length; code++) {
      values[code] = decode(code);
    }
    return values;
  }

  private static float decode(int code) {
    int exponent = (code >> MANTISSA_BITS) & 0xF;
    int mantissa = code & 0x7;
    float magnitude;
    if (exponent == 0xF && mantissa == 0x7) {
      magnitude = Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) mantissa, 1 - BIAS - MANTISSA_BITS);
    } else {
      magnitude = Math.scalb((float) (mantissa | 0x8), exponent - BIAS - MANTISSA_BITS);
    }
    return (code & 0x80) == 0 ? magnitude : -magnitude;
  }
}
