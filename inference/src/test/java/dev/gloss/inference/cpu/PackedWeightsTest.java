package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.Precision;
import dev.gloss.inference.cpu.packed.NamedMatrix;
import dev.gloss.inference.cpu.packed.PackedFolder;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.synthetic.ModelShape;
import dev.gloss.inference.synthetic.SyntheticModel;
import dev.gloss.inference.synthetic.WeightTypes;
import dev.gloss.inference.testing.GoldenGguf;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A backend that maps its weights computes what one does that packs them, and whatever is wrong
/// with the file, they are packed anew.
@Timeout(120)
final class PackedWeightsTest {
  private static final CpuOptions OPTIONS = new CpuOptions(2, 64, KernelChoice.SCALAR);
  private static final String GGUF = "llama-coder-q4_k_m";

  @TempDir private Path temporary;
  private PackedFolder folder;

  @BeforeEach
  void takeAnEmptyFolder() {
    folder = new PackedFolder(temporary.resolve("cache/packed"), 0, 0);
  }

  private interface Check {
    void run(CpuBackend backend) throws IOException;
  }

  private static DecoderModel model(Path path) {
    return Files.isDirectory(path) ? CheckpointModel.open(path) : GgufModel.open(path);
  }

  /// Opens a model, and waits until its weights are kept.
  private void with(Path path, CpuOptions options, Check check) throws IOException {
    try (DecoderModel model = model(path);
        CpuBackend backend = CpuBackend.open(model, options)) {
      backend.settled().join();
      check.run(backend);
    }
  }

  private void packs(Path path) throws IOException {
    with(path, OPTIONS.withPacked(folder), backend -> assertFalse(backend.isMapped()));
  }

  private void maps(Path path) throws IOException {
    with(path, OPTIONS.withPacked(folder), backend -> assertTrue(backend.isMapped()));
  }

  /// A model's file that may be changed.
  private Path copy() throws IOException {
    Path source = new GoldenGguf(GGUF).file();
    return Files.copy(source, temporary.resolve("model.gguf"));
  }

  private List<Path> kept(String ending) throws IOException {
    if (!Files.exists(folder.folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.folder())) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private Path file() throws IOException {
    List<Path> files = kept(".packed");
    assertEquals(1, files.size(), files.toString());
    return files.getFirst();
  }

  private static List<byte[]> bytes(CpuBackend backend) {
    List<byte[]> all = new ArrayList<>();
    for (NamedMatrix named : backend.matrices()) {
      all.add(named.matrix().data().toArray(ValueLayout.JAVA_BYTE));
    }
    return all;
  }

  private static float[][] logits(CpuBackend backend) {
    int[] ids = IntStream.range(0, 40).map(i -> i * 7 % backend.config().vocabSize()).toArray();
    return new SequenceRunner(backend, 0).add(ids).finish(24);
  }

  static Stream<Path> models() {
    return Stream.concat(
        Arrays.stream(GoldenModel.values()).map(GoldenModel::folder),
        GoldenGguf.all().stream().map(GoldenGguf::file));
  }

  /// Bytes, logits of every kernel, and the formats in which they are; that it was mapped at all.
  @ParameterizedTest
  @MethodSource("models")
  void mappedWeightsAreThoseThatArePacked(Path path) throws IOException {
    packs(path);
    with(
        path,
        OPTIONS,
        packed ->
            with(
                path,
                OPTIONS.withPacked(folder),
                mapped -> {
                  assertTrue(mapped.isMapped());
                  assertFalse(packed.isMapped());
                  assertEquals(names(packed), names(mapped));
                  List<byte[]> expected = bytes(packed);
                  List<byte[]> actual = bytes(mapped);
                  for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), actual.get(i), names(packed).get(i));
                    assertEquals(0, mapped.matrices().get(i).matrix().data().address() % 64);
                  }
                }));
    for (KernelChoice kernels : TestKernels.all().toList()) {
      CpuOptions options = OPTIONS.withKernels(kernels);
      float[][][] expected = new float[1][][];
      with(path, options, backend -> expected[0] = logits(backend));
      with(
          path,
          options.withPacked(folder),
          backend -> {
            assertTrue(backend.isMapped());
            assertArrayEquals(expected[0], logits(backend), kernels.name());
          });
    }
  }

  private static List<String> names(CpuBackend backend) {
    return backend.matrices().stream()
        .map(named -> named.name() + " as " + named.matrix().format().dtype())
        .toList();
  }

  @Test
  void oneFileServesBothPrecisions() throws IOException {
    Path path = copy();
    packs(path);
    CpuOptions exact = OPTIONS.withPrecision(Precision.EXACT);
    float[][][] expected = new float[1][][];
    with(path, exact, backend -> expected[0] = logits(backend));
    with(
        path,
        exact.withPacked(folder),
        backend -> {
          assertTrue(backend.isMapped());
          assertArrayEquals(expected[0], logits(backend));
        });
    with(
        path,
        OPTIONS.withPacked(folder),
        backend -> assertFalse(Arrays.deepEquals(expected[0], logits(backend))));
  }

  @Test
  void onlyTheOwnerReadsWhatIsKept() throws IOException {
    packs(copy());
    if (folder.folder().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }
    assertEquals(List.of(), kept(".part"));
  }

  @Test
  void aChangedModelIsPackedAnewAndItsOldFileGoes() throws IOException {
    Path path = copy();
    packs(path);
    Path first = file();
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
    packs(path);
    Path second = file();
    assertFalse(first.equals(second), first.toString());
    Files.write(path, new byte[64], StandardOpenOption.APPEND);
    FileTime before = Files.getLastModifiedTime(path);
    Files.setLastModifiedTime(path, before);
    packs(path);
    assertFalse(second.equals(file()), second.toString());
    maps(path);
  }

  @Test
  void aFileThatIsCutShortOrOfAnotherLayoutOrGarbageIsWrittenAgain() throws IOException {
    Path path = copy();
    packs(path);
    byte[] sound = Files.readAllBytes(file());
    for (int length : new int[] {0, 7, 24, 100, sound.length / 2, sound.length - 1}) {
      Files.write(file(), Arrays.copyOf(sound, length));
      packs(path);
      assertArrayEquals(sound, Files.readAllBytes(file()));
    }
    Files.write(file(), Arrays.copyOf(sound, sound.length + 1));
    packs(path);
    for (int i : new int[] {0, 11, 15, 23, 40, 200, 400}) {
      byte[] flipped = sound.clone();
      flipped[i] ^= 4;
      Files.write(file(), flipped);
      packs(path);
      assertArrayEquals(sound, Files.readAllBytes(file()));
    }
    byte[] garbage = new byte[sound.length];
    Arrays.fill(garbage, (byte) 'x');
    Files.write(file(), garbage);
    packs(path);
    maps(path);
  }

  /// A header in order, over other matrices: what was mapped already is given back.
  @Test
  void aFileWithOtherMatricesIsWrittenAgain() throws IOException {
    Path path = copy();
    packs(path);
    byte[] sound = Files.readAllBytes(file());
    try (DecoderModel model = model(path);
        CpuBackend backend = CpuBackend.open(model, OPTIONS)) {
      List<NamedMatrix> matrices = backend.matrices();
      int last = matrices.size() - 1;
      NamedMatrix wide = matrices.get(last);
      check(model, path, sound, matrices.subList(0, last));
      check(model, path, sound, Stream.concat(matrices.stream(), Stream.of(wide)).toList());
      check(model, path, sound, matrices.reversed());
      List<NamedMatrix> renamed = new ArrayList<>(matrices);
      renamed.set(last, new NamedMatrix("another F32", wide.matrix()));
      check(model, path, sound, renamed);
      List<NamedMatrix> reshaped = new ArrayList<>(matrices);
      reshaped.set(last, new NamedMatrix(wide.name(), matrices.getFirst().matrix()));
      check(model, path, sound, reshaped);
    }
  }

  private void check(DecoderModel model, Path path, byte[] sound, List<NamedMatrix> matrices)
      throws IOException {
    Files.delete(file());
    try (var writing = Objects.requireNonNull(folder.place(model)).writing(matrices)) {
      writing.startAfter(CompletableFuture.completedFuture(null));
      writing.done().join();
    }
    assertFalse(Arrays.equals(sound, Files.readAllBytes(file())));
    packs(path);
    assertArrayEquals(sound, Files.readAllBytes(file()));
  }

  @Test
  void whereNothingCanBeKeptTheModelServesAllTheSame() throws IOException {
    Path path = copy();
    Path noFolder = Files.createFile(temporary.resolve("file"));
    PackedFolder impossible = new PackedFolder(noFolder.resolve("packed"), 0, 0);
    with(path, OPTIONS.withPacked(impossible), backend -> assertFalse(backend.isMapped()));
    PackedFolder full = new PackedFolder(folder.folder(), 0, Long.MAX_VALUE / 2);
    with(path, OPTIONS.withPacked(full), backend -> assertFalse(backend.isMapped()));
    assertEquals(List.of(), kept(".packed"));
    assertEquals(List.of(), kept(".part"));
  }

  @Test
  void smallModelsAndThoseWithoutFilesAreNotKept() throws IOException {
    Path path = copy();
    PackedFolder forLarge = new PackedFolder(folder.folder(), Files.size(path) + 1, 0);
    with(path, OPTIONS.withPacked(forLarge), backend -> assertFalse(backend.isMapped()));
    assertFalse(Files.exists(folder.folder()));
    try (SyntheticModel random =
            SyntheticModel.of(ModelShape.named("gloss-nano"), WeightTypes.named("F8_E4M3"));
        CpuBackend backend = CpuBackend.open(random, OPTIONS.withPacked(folder))) {
      backend.settled().join();
      assertFalse(backend.isMapped());
    }
    assertFalse(Files.exists(folder.folder()));
  }

  @Test
  void manyAtOnceWriteOneFile() throws IOException, InterruptedException, ExecutionException {
    Path path = copy();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () -> {
                  with(path, OPTIONS.withPacked(folder), backend -> logits(backend));
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertEquals(List.of(), kept(".part"));
    file();
    maps(path);
  }

  @Test
  void aFileThatIsDeletedStaysMappedAndOneThatIsWrittenToIsNamed() throws IOException {
    Path path = copy();
    packs(path);
    with(
        path,
        OPTIONS.withPacked(folder),
        backend -> {
          float[][] before = logits(backend);
          long bytes = Files.size(file());
          assertEquals(bytes, folder.bytes());
          assertEquals(bytes, folder.clean());
          assertEquals(0, folder.bytes());
          assertEquals(List.of(), kept(".used"));
          backend.requireUnchanged();
          assertArrayEquals(before, logits(backend));
        });
    packs(path);
    with(
        path,
        OPTIONS.withPacked(folder),
        backend -> {
          Path file = file();
          Files.copy(file, temporary.resolve("other"));
          Files.move(temporary.resolve("other"), file, StandardCopyOption.REPLACE_EXISTING);
          backend.requireUnchanged();
        });
    with(
        path,
        OPTIONS.withPacked(folder),
        backend -> {
          assertTrue(backend.isMapped());
          Path file = file();
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(5000);
          }
          String message =
              String.valueOf(
                  assertThrows(ModelException.class, backend::requireUnchanged).getMessage());
          assertTrue(message.startsWith(file + ": was changed while"), message);
        });
    packs(path);
  }
}
