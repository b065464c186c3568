package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.Tensor;
import dev.gloss.inference.testing.GgufWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models in several files.
class GgufFilesTest {
  @TempDir private Path folder = Path.of("");

  @AutoClose private final Arena arena = Arena.ofConfined();

  @Test
  void partsAreFoundByTheirNames() {
    Path first = part(0, 2, 3).write(file(1, 2));
    part(1, 2, 3).zeros("second", 2).write(file(2, 2));
    GgufFiles files = GgufFiles.map(first, arena);
    assertEquals(
        List.of("t0", "t1", "second"), files.tensors().stream().map(Tensor::name).toList());
    assertEquals("zero", files.metadata().text("only.first"));
  }

  @Test
  void aSingleFileMayHaveAnyName() {
    Path file = part(0, 1, 1).write(folder.resolve("model-00001-of-00002.gguf"));
    assertEquals(1, GgufFiles.map(file, arena).files().size());
    Path plain = new GgufWriter().zeros("a", 1).write(folder.resolve("a"));
    assertEquals(1, GgufFiles.map(plain, arena).files().size());
  }

  @Test
  void partsThatAreMissingOrDoNotBelongTogetherAreNamed() throws Exception {
    Path first = part(0, 2, 2).write(file(1, 2));
    refused(
        first + ": part 2 of 2 is missing, expected a file m-00002-of-00002.gguf beside it", first);
    Path second = part(1, 3, 2).write(file(2, 2));
    refused(second + ": metadata key split.count is 3 (uint32), expected", first);
    part(0, 2, 2).write(second);
    refused(second + ": is part 1 of a split, expected part 2", first);
    part(1, 2, 2).put("split.no", 1).write(second);
    refused(second + ": metadata key split.no is there twice", first);
    part(1, 2, 2).zeros("t0", 1).write(second);
    refused(second + ": tensor t0 is also in " + first, first);
    part(1, 2, 7).zeros("more", 1).write(second);
    refused(first + ": metadata key split.tensors.count is 2 (uint32), expected 3", first);
    new GgufWriter().zeros("x", 1).write(second);
    refused(second + ": metadata key split.count is missing", first);
  }

  @Test
  void aSplitIsOpenedByItsFirstPart() {
    part(0, 2, 2).write(file(1, 2));
    Path second = part(1, 2, 2).write(file(2, 2));
    refused(
        second
            + ": is part 2 of a split, expected part 1: a split is opened by its part"
            + " m-00001-of-00002.gguf",
        second);
    Path renamed = part(0, 2, 2).write(folder.resolve("model.gguf"));
    refused(
        renamed + ": is a part of a split of 2, expected a name that ends in -00001-of-00002.gguf",
        renamed);
  }

  @Test
  void aBrokenPartLeavesNothingMapped() throws Exception {
    Path first = part(0, 2, 2).write(file(1, 2));
    Files.writeString(file(2, 2), "no GGUF file");
    refused(file(2, 2) + ": begins with the bytes 6E 6F 20 47", first);
  }

  private Path file(int part, int count) {
    return folder.resolve("m-%05d-of-%05d.gguf".formatted(part, count));
  }

  private static GgufWriter part(int no, int count, int tensors) {
    GgufWriter writer = new GgufWriter();
    if (no == 0) {
      writer.put("only.first", "zero");
    }
    return writer
        .put("split.no", no)
        .put("split.count", count)
        .put("split.tensors.count", tensors)
        .zeros("t" + no, 1);
  }

  private void refused(String expected, Path file) {
    var e = assertThrows(ModelException.class, () -> GgufFiles.map(file, arena));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(expected), message);
    assertEquals(1, message.lines().count());
  }
}
