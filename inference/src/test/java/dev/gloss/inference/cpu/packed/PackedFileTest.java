package dev.gloss.inference.cpu.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.model.FileStamp;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFileTest {
  private static final PackedMatrix.Elements THIRDS = (row, column) -> (row - column) / 3f;
  private static final PackedMatrix.Elements HALVES = (row, column) -> (row - column) / 2f;

  private final RandomNumbers random = RandomNumbers.ofSeed();

  @TempDir private Path folder;
  private List<FileStamp> stamps = List.of();
  private ModelIdentity identity;
  private PackedPlace place;

  @BeforeEach
  void makeAModel() throws IOException {
    Path model = Files.write(folder.resolve("some model.gguf"), new byte[] {1, 2, 3});
    stamps = List.of(FileStamp.of(model));
    identity = ModelIdentity.of(stamps);
    place = new PackedPlace(new PackedFolder(folder.resolve("packed"), 0, 0), stamps, identity);
  }

  private Path write(List<NamedMatrix> matrices) throws IOException {
    new PackedWriter(place, matrices).write(new MemoryGuard());
    return place.files().packed(identity.name());
  }

  /// With all formats there are, those as which the loops' own would be packed with infinities in
  /// them, and matrices that are made of numbers.
  @Test
  void everyFormatComesBackAsItWas() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      List<Matrix> sources = new ArrayList<>();
      for (DType dtype : DType.values()) {
        int blocks = random.between(1, 3) * (dtype.blockElements() == 1 ? 17 : 1);
        int columns = blocks * dtype.blockElements();
        sources.add(random.matrix(arena, dtype, random.between(1, 100), columns));
      }
      Matrix infinite = random.matrix(arena, DType.F16, 5, 7);
      infinite.weight().data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 0x7c00);
      sources.add(infinite);
      List<NamedMatrix> packed = new ArrayList<>();
      for (Matrix source : sources) {
        packed.add(
            new NamedMatrix(
                NamedMatrix.nameOf(source), PackedMatrix.of(source, Precision.FAST, arena)));
      }
      packed.add(new NamedMatrix("thirds", PackedMatrix.of(20, 3, THIRDS, arena)));
      packed.add(new NamedMatrix("halves", PackedMatrix.of(20, 3, HALVES, arena)));

      PackedFile file = PackedFile.map(write(packed), identity, arena);
      List<PackedMatrix> mapped = new ArrayList<>();
      for (Matrix source : sources) {
        mapped.add(file.next(source, Precision.FAST));
      }
      mapped.add(file.next("thirds", 20, 3));
      mapped.add(file.next("halves", 20, 3));
      file.requireAllTaken();
      for (int i = 0; i < packed.size(); i++) {
        checkSame(packed.get(i), mapped.get(i));
      }
      assertEquals(DType.F32, mapped.get(sources.size() - 1).format().dtype());
    }
  }

  private void checkSame(NamedMatrix expected, PackedMatrix actual) {
    String what = expected.name() + " " + random.hint();
    PackedMatrix matrix = expected.matrix();
    assertEquals(matrix.format(), actual.format(), what);
    assertEquals(matrix.rows(), actual.rows(), what);
    assertEquals(matrix.columns(), actual.columns(), what);
    assertEquals(matrix.roundsActivations(), actual.roundsActivations(), what);
    assertArrayEquals(
        matrix.data().toArray(ValueLayout.JAVA_BYTE),
        actual.data().toArray(ValueLayout.JAVA_BYTE),
        what);
    assertEquals(0, actual.data().address() % PackedMatrix.ALIGNMENT, what);
    // Behind the last panel kernels may read.
    MemorySegment slack =
        MemorySegment.ofAddress(actual.data().address() + actual.byteSize())
            .reinterpret(PackedMatrix.SLACK_BYTES);
    assertEquals(PackedMatrix.SLACK_BYTES, slack.toArray(ValueLayout.JAVA_BYTE).length, what);
  }

  @Test
  void everyByteOfTheHeaderCounts() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      List<NamedMatrix> matrices =
          List.of(new NamedMatrix("halves", PackedMatrix.of(20, 3, HALVES, arena)));
      Path file = write(matrices);
      byte[] sound = Files.readAllBytes(file);
      int headerBytes = ByteBuffer.wrap(sound).getInt(12);
      for (int i = 0; i < headerBytes; i++) {
        byte[] flipped = sound.clone();
        flipped[i] ^= (byte) (1 << i % 8);
        Files.write(file, flipped);
        assertThrows(IOException.class, () -> PackedFile.map(file, identity, arena), "byte " + i);
      }
      Files.write(file, sound);
      PackedFile.map(file, identity, arena).requireUnwritten();
    }
  }

  /// A header in order with a matrix behind the end of the file.
  @Test
  void whatDoesNotLieInTheFileIsRefused() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      Path file = write(List.of(new NamedMatrix("halves", PackedMatrix.of(20, 3, HALVES, arena))));
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer fields = ByteBuffer.wrap(bytes);
      int headerBytes = fields.getInt(12);
      int offset = headerBytes - Integer.BYTES - 2 * Long.BYTES;
      for (long wrong : new long[] {64, -64, 1, Long.MAX_VALUE - 63}) {
        fields.putLong(offset, wrong);
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, headerBytes - Integer.BYTES);
        fields.putInt(headerBytes - Integer.BYTES, (int) sum.getValue());
        Files.write(file, bytes);
        IOException thrown =
            assertThrows(IOException.class, () -> PackedFile.map(file, identity, arena));
        assertEquals("halves does not lie in the file", thrown.getMessage());
      }
    }
  }

  @Test
  void onlyTheSameFilesHaveTheSameIdentity() throws IOException {
    Path model = stamps.getFirst().file();
    assertEquals(identity, ModelIdentity.of(stamps));
    assertTrue(identity.name().startsWith("some_model.gguf-"), identity.name());
    var time = Files.getLastModifiedTime(model);
    Files.write(model, new byte[] {1, 2, 4});
    Files.setLastModifiedTime(model, time);
    ModelIdentity other = ModelIdentity.of(List.of(FileStamp.of(model)));
    assertEquals(identity.prefix(), other.prefix());
    assertTrue(!identity.name().equals(other.name()), "the same size and time, other bytes");
    Files.write(model, new byte[] {1, 2, 3, 4});
    assertThrows(IOException.class, () -> ModelIdentity.of(stamps));
  }

  @Test
  void aFileOfAnotherModelIsRefusedWhateverItsName() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      Path file = write(List.of(new NamedMatrix("halves", PackedMatrix.of(20, 3, HALVES, arena))));
      Path model = Files.write(folder.resolve("other.gguf"), new byte[] {1, 2, 3});
      ModelIdentity other = ModelIdentity.of(List.of(FileStamp.of(model)));
      IOException thrown =
          assertThrows(IOException.class, () -> PackedFile.map(file, other, arena));
      assertEquals("was packed from other files", thrown.getMessage());
    }
  }

  /// A model that changed while it was packed is not kept.
  @Test
  void whatWasPackedFromAChangedFileIsNotKept() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      PackedMatrix matrix = PackedMatrix.of(20, 3, HALVES, arena);
      Files.write(stamps.getFirst().file(), new byte[9]);
      assertThrows(ModelException.class, () -> write(List.of(new NamedMatrix("halves", matrix))));
      try (var files = Files.list(folder.resolve("packed"))) {
        assertEquals(List.of("lock"), files.map(f -> f.getFileName().toString()).toList());
      }
    }
  }

  /// Weights that are freed are not read any more, and a file that is not whole does not stay.
  @Test
  void writingEndsWhenTheMemoryDoes() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      PackedMatrix matrix = PackedMatrix.of(20, 3, HALVES, arena);
      MemoryGuard memory = new MemoryGuard();
      memory.end();
      PackedWriter writer = new PackedWriter(place, List.of(new NamedMatrix("halves", matrix)));
      assertThrows(CancellationException.class, () -> writer.write(memory));
      assertEquals(0, place.folder().bytes());
      assertTrue(Arrays.stream(folder.resolve("packed").toFile().list()).allMatch("lock"::equals));
    }
  }
}
