package dev.gloss.inference.cpu;

import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.model.RopeTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Turns the rope channels of queries and keys by their position.
///
/// Cosines and sines are computed once, with `StrictMath`, so that they are the same everywhere.
final class Rotation {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final RopeTable table;
  private final float[] frequencies;
  private final float multiplier;
  private final int partner; // channels from the first to the second of a pair
  private final int step; // channels from pair to pair
  private final MemorySegment cosSin;
  private final long positionBytes;
  private int filled;

  /// @param arena owns the table
  /// @param positions how many positions there can be
  Rotation(RopeTable table, int positions, Arena arena) {
    this.table = table;
    frequencies = new float[table.pairs()];
    boolean halves = table.pairing() == Pairing.HALVES;
    partner = halves ? frequencies.length : 1;
    step = halves ? 1 : 2;
    multiplier = table.cosSinMultiplier();
    positionBytes = 2L * frequencies.length * Float.BYTES;
    cosSin = LazyMemory.allocate(arena, positions * positionBytes, Rows.ALIGNMENT_BYTES);
  }

  /// Makes the table reach this position; to be called before a step shares its rows out.
  void reach(int position) {
    for (; filled <= position; filled++) {
      table.inverseFrequencies(filled + 1, frequencies);
      for (int i = 0; i < frequencies.length; i++) {
        float angle = filled * frequencies[i];
        long at = filled * positionBytes + 2L * i * Float.BYTES;
        cosSin.set(FLOAT, at, (float) StrictMath.cos(angle) * multiplier);
        cosSin.set(FLOAT, at + Float.BYTES, (float) StrictMath.sin(angle) * multiplier);
      }
    }
  }

  /// Rotates a vector and writes it, each number times `scale`, with a stride.
  ///
  /// @param toStride bytes between the numbers written
  void rotate(
      int position,
      MemorySegment from,
      long fromOffset,
      float scale,
      MemorySegment to,
      long toOffset,
      long toStride) {
    for (int i = 0; i < frequencies.length; i++) {
      long at = position * positionBytes + 2L * i * Float.BYTES;
      float cos = cosSin.get(FLOAT, at);
      float sin = cosSin.get(FLOAT, at + Float.BYTES);
      long first = (long) i * step;
      long second = first + partner;
      float a = from.get(FLOAT, fromOffset + first * Float.BYTES);
      float b = from.get(FLOAT, fromOffset + second * Float.BYTES);
      to.set(FLOAT, toOffset + first * toStride, (a * cos - b * sin) * scale);
      to.set(FLOAT, toOffset + second * toStride, (a * sin + b * cos) * scale);
    }
  }
}
