package dev.gloss.inference.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.MappedMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Offsets beyond 2 and 4 GiB, in a sparse file that takes no room on the disk.
class LargeFileTest {

  private static final long ROWS = (1L << 21) + 1;
  private static final int COLUMNS = 1024;
  private static final long MATRIX_BYTES = ROWS * COLUMNS * Short.BYTES;
  private static final short BF16_THREE = 0x4040;

  @TempDir Path folder;

  @Test
  void lastRowAndNextTensorAreFound() throws Exception {
    Path file = folder.resolve("large.safetensors");
    writeSparse(file);
    MappedMemory.assertNoLeak(
        () -> {
          try (Arena arena = Arena.ofConfined()) {
            check(SafetensorsFile.map(file, arena).tensors());
          }
        });
  }

  private static void check(Map<String, Tensor> tensors) {
    Tensor matrix = Objects.requireNonNull(tensors.get("matrix"));
    float[] row = new float[COLUMNS];
    Decoder.row(new Matrix(matrix, null), (int) ROWS - 1, row);
    float[] expected = new float[COLUMNS];
    expected[COLUMNS - 1] = 3;
    assertArrayEquals(expected, row);
    assertEquals(3, Decoder.element(matrix, ROWS * COLUMNS - 1));
    Tensor after = Objects.requireNonNull(tensors.get("after"));
    assertArrayEquals(new float[] {5, 7}, Decoder.all(after));
  }

  /// Zeros but for the last element of the matrix and the tensor behind it.
  private static void writeSparse(Path file) throws IOException {
    byte[] header =
        """
        {"matrix": {"dtype": "BF16", "shape": [%d, %d], "data_offsets": [0, %d]},
         "after": {"dtype": "F32", "shape": [2], "data_offsets": [%d, %d]}}\
        """
            .formatted(ROWS, COLUMNS, MATRIX_BYTES, MATRIX_BYTES, MATRIX_BYTES + 8)
            .getBytes(UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      write(
          channel, 0, littleEndian(Long.BYTES + header.length).putLong(header.length).put(header));
      write(
          channel,
          Long.BYTES + header.length + MATRIX_BYTES - Short.BYTES,
          littleEndian(10).putShort(BF16_THREE).putFloat(5).putFloat(7));
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(FileChannel channel, long position, ByteBuffer bytes)
      throws IOException {
    assertEquals(bytes.flip().limit(), channel.write(bytes, position));
  }
}
