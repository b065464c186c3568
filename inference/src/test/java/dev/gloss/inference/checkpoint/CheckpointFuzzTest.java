package dev.gloss.inference.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.MappedMemory;
import dev.gloss.inference.testing.Property;
import dev.gloss.inference.testing.RandomCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to a file's bytes, opening it works or ends in a [ModelException].
class CheckpointFuzzTest {

  private static final int CASES = 500;

  @TempDir Path folder;

  @Test
  void brokenHeader() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Path file = folder.resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    int headerEnd =
        Long.BYTES + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    check(file, whole, headerEnd);
  }

  @Test
  void brokenConfig() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    Path file = folder.resolve("config.json");
    byte[] whole = Files.readAllBytes(file);
    check(file, whole, whole.length);
  }

  @Test
  void brokenIndex() throws Exception {
    RandomCheckpoint.tiny().writeShards(folder);
    Path file = folder.resolve("model.safetensors.index.json");
    byte[] whole = Files.readAllBytes(file);
    check(file, whole, whole.length);
  }

  private void check(Path file, byte[] whole, int fragileBytes) throws Exception {
    MappedMemory.assertNoLeak(
        () ->
            Property.forSeeds(
                CASES,
                random -> {
                  write(file, damaged(whole, fragileBytes, random));
                  openOrRefuse();
                }));
    Files.write(file, whole);
    CheckpointModel.open(folder).close();
  }

  private void openOrRefuse() {
    try {
      CheckpointModel.open(folder).close();
    } catch (ModelException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count());
    }
  }

  /// One to three bits or bytes changed, digits replaced by digits, or the end cut off.
  private static byte[] damaged(byte[] whole, int fragileBytes, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(fragileBytes);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2));
        default -> bytes[digitFrom(bytes, at)] = (byte) ('0' + random.nextInt(10));
      }
      fragileBytes = Math.min(fragileBytes, bytes.length);
    }
    return bytes;
  }

  private static int digitFrom(byte[] bytes, int at) {
    for (int i = 0; i < bytes.length; i++) {
      int index = (at + i) % bytes.length;
      if (bytes[index] >= '0' && bytes[index] <= '9') {
        return index;
      }
    }
    return at;
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
