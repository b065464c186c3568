package dev.gloss.inference.cpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.tensor.DType;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Packed bytes lie in files from one version to the next.
class PackedLayoutTest {
  private static final Map<String, String> CHECKSUMS =
      Map.ofEntries(
          Map.entry("BF16", "12c97262"),
          Map.entry("F16", "f5257fa0"),
          Map.entry("F32", "136a8360"),
          Map.entry("F8_E4M3", "8be2f292"),
          Map.entry("IQ4_NL", "4b8d51d6"),
          Map.entry("IQ4_XS", "bf6fea44"),
          Map.entry("MXFP4", "bdb12047"),
          Map.entry("Q2_K", "cb75008b"),
          Map.entry("Q3_K", "48edc26d"),
          Map.entry("Q4_0", "fde89d5"),
          Map.entry("Q4_1", "25348c57"),
          Map.entry("Q4_K", "c40c6fa7"),
          Map.entry("Q5_0", "286a6aad"),
          Map.entry("Q5_1", "def132d0"),
          Map.entry("Q5_K", "a9b03cd7"),
          Map.entry("Q6_K", "bbadfb15"),
          Map.entry("Q8_0", "1adb25e2"));

  /// Where this fails, raise [PackedMatrix#LAYOUT], and take over what was found.
  @Test
  void theLayoutIsTheOneOfItsNumber() {
    Map<String, String> found = new TreeMap<>();
    try (Arena arena = Arena.ofConfined()) {
      for (DType dtype : DType.values()) {
        int columns = 3 * Math.max(32, dtype.blockElements());
        PackedMatrix matrix =
            PackedMatrix.of(
                RandomNumbers.ofSeed(1).matrix(arena, dtype, 37, columns), Precision.FAST, arena);
        CRC32C sum = new CRC32C();
        sum.update(matrix.data().asByteBuffer());
        found.put(dtype.name(), Long.toHexString(sum.getValue()));
      }
    }
    assertEquals("1: " + new TreeMap<>(CHECKSUMS), PackedMatrix.LAYOUT + ": " + found);
  }
}
