package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.GgufWriter;
import dev.gloss.inference.testing.MappedMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  private static final int F32 = 0;
  private static final int BF16 = 30;
  private static final int IQ2_XXS = 16;

  @TempDir private Path folder = Path.of("");

  @AutoClose private final Arena arena = Arena.ofConfined();

  @Test
  void tensorsAreViewsWithTheOutermostDimensionFirst() {
    byte[] numbers = floats(1, 2, 3, 4, 5, 6);
    GgufFile file = map(new GgufWriter().zeros("first", 1).tensor("second", F32, numbers, 3, 2));
    Tensor tensor = Objects.requireNonNull(file.tensors().get("second"));
    assertEquals(List.of(2L, 3L), tensor.shape());
    assertEquals(DType.F32, tensor.dtype());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, Decoder.all(tensor));
  }

  @Test
  void holesBetweenTensorsAndBytesBehindThemAreNobodys() throws IOException {
    byte[] bytes = new GgufWriter().put("general.alignment", 64).zeros("a", 1).bytes();
    Path file = Files.write(folder.resolve("m.gguf"), Arrays.copyOf(bytes, 4096));
    assertEquals(1, GgufFile.map(file, arena).tensors().size());
  }

  @Test
  void otherVersionsAreToldApart() throws IOException {
    checkVersion(1, "version 1, whose lengths have 32 bits, expected version 3");
    checkVersion(2, "version 2, the one before, expected version 3");
    checkVersion(4, "version 4, expected version 3");
    checkVersion(3 << 24, "version 3 in big-endian byte order, expected version 3 in little");
    checkVersion(-1, "version 4294967295, expected version 3");
  }

  private void checkVersion(int version, String expected) throws IOException {
    byte[] bytes = new GgufWriter().zeros("a", 1).bytes();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, version);
    Path file = Files.write(folder.resolve("m.gguf"), bytes);
    refused(expected, () -> GgufFile.map(file, arena));
  }

  @Test
  void typesThatAreNotReadAreNamedAsGgmlDoes() {
    refused(
        "tensor a is of IQ2_XXS (number 16), expected one of F32, F16, BF16,",
        () -> map(new GgufWriter().tensor("a", IQ2_XXS, new byte[66], 256)));
  }

  @Test
  void sizesThatExceedEverythingAreRefusedBeforeAnythingIsAllocated() {
    long most = Long.MAX_VALUE;
    refused("tensor a has shape", () -> map(new GgufWriter().tensor("a", F32, new byte[4], most)));
    refused(
        "tensor a has shape",
        () -> map(new GgufWriter().tensor("a", F32, new byte[4], 1L << 31, 1L << 31, 2)));
    refused(
        "tensor a has 4294967296 bytes at offset 0, outside the file's",
        () -> map(new GgufWriter().tensor("a", F32, new byte[4], 1L << 30)));
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    refused("is missing", () -> GgufFile.map(folder.resolve("none.gguf"), arena));
    refused("cannot be read", () -> GgufFile.map(folder, arena));
  }

  /// In a sparse file that takes no room on the disk.
  @Test
  void tensorsBeyondFourGigabytesAreFound() throws Exception {
    long rows = (1L << 21) + 1;
    int columns = 1024;
    long bytes = rows * columns * Short.BYTES;
    GgufWriter writer = new GgufWriter().tensor("large", BF16, new byte[0], columns, rows);
    Path file = writer.write(folder.resolve("large.gguf"));
    long start = Math.ceilDiv(Files.size(file), 32) * 32;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0x40, 0x40}), start + bytes - 2);
    }
    MappedMemory.assertNoLeak(
        () -> {
          try (Arena own = Arena.ofConfined()) {
            Tensor large = Objects.requireNonNull(GgufFile.map(file, own).tensors().get("large"));
            assertEquals(3, Decoder.element(large, rows * columns - 1));
          }
        });
  }

  private GgufFile map(GgufWriter writer) {
    return GgufFile.map(writer.write(folder.resolve("m.gguf")), arena);
  }

  private static void refused(String expected, Executable open) {
    var e = assertThrows(ModelException.class, open);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count());
  }

  private static byte[] floats(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }
}
