package dev.gloss.inference.cpu.vector;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector width, fixed for the life of the virtual machine so that it is a constant for the
/// compiler.
final class Lanes {
  /// Sets the width in bits, for tests: 128, 256 or 512.
  static final String WIDTH_PROPERTY = "gloss.vector.bits";

  static final VectorSpecies<Float> FLOATS = species();
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128.withShape(FLOATS.vectorShape());

  static final VectorSpecies<Short> SHORTS =
      ShortVector.SPECIES_128.withShape(FLOATS.vectorShape());

  /// Numbers of a vector: 4, 8 or 16.
  static final int COUNT = FLOATS.length();

  /// Bytes of a vector.
  static final int BYTES = COUNT * Float.BYTES;

  static final ByteOrder ORDER = ByteOrder.nativeOrder();
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    int widest = PackedMatrix.PANEL_ROWS * Float.SIZE;
    int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    int bits = Integer.getInteger(WIDTH_PROPERTY, Math.min(preferred, widest));
    return FloatVector.SPECIES_128.withShape(VectorShape.forBitSize(bits));
  }
}
