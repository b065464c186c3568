package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.MappedMemory;
import dev.gloss.inference.testing.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to a file's bytes, opening it works or ends in a [ModelException] of one line,
/// and takes no more memory than the file has bytes, give or take.
class GgufFuzzTest {
  private static final int CASES = 400;
  private static final long MOST_BYTES = 32L << 20;

  @TempDir private Path folder = Path.of("");

  @Test
  void damagedLatentModel() throws Exception {
    MalformedFiles.unpack(folder);
    check(folder.resolve("good.gguf"));
  }

  @Test
  void damagedGroupedQueryModel() throws Exception {
    check(new GoldenGguf("qwen3-q8_0").file());
  }

  private void check(Path good) throws Exception {
    byte[] whole = Files.readAllBytes(good);
    // What lies behind the lists is data, in which nothing can be wrong.
    int fragileBytes = Math.min(whole.length, 9000);
    Path file = folder.resolve("damaged.gguf");
    MappedMemory.assertNoLeak(
        () ->
            Property.forSeeds(
                CASES,
                random -> {
                  write(file, damaged(whole, fragileBytes, random));
                  openOrRefuse(file);
                }));
  }

  private static void openOrRefuse(Path file) {
    long before = allocated();
    try (GgufModel model = GgufModel.open(file)) {
      new TokenizerKeys(model.metadata()).tokenizer();
    } catch (ModelException e) {
      String message = String.valueOf(e.getMessage());
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.startsWith(file.toString()), message);
    }
    long taken = allocated() - before;
    assertTrue(taken < MOST_BYTES, () -> taken + " bytes");
  }

  /// One to three changes: bits, bytes, whole numbers, or the end cut off.
  private static byte[] damaged(byte[] whole, int fragileBytes, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(Math.min(fragileBytes, bytes.length));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2));
        default -> overwriteNumber(bytes, at, random);
      }
    }
    return bytes;
  }

  private static void overwriteNumber(byte[] bytes, int at, SplittableRandom random) {
    if (at + Long.BYTES > bytes.length) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long extreme =
        switch (random.nextInt(5)) {
          case 0 -> Long.MAX_VALUE;
          case 1 -> -1;
          case 2 -> 1L << random.nextInt(64);
          case 3 -> bytes.length;
          default -> random.nextLong(20);
        };
    if (random.nextBoolean()) {
      buffer.putLong(at, extreme);
    } else {
      buffer.putInt(at, (int) extreme);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
