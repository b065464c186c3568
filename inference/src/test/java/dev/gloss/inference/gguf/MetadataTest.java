package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GgufWriter;
import dev.gloss.inference.testing.GoldenGguf;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {
  @TempDir private Path folder = Path.of("");

  @AutoClose private final Arena arena = Arena.ofConfined();

  @Test
  void valuesOfEveryTypeAreRead() {
    Metadata all = GgufFile.map(new GoldenGguf("ds2-extra-metadata").file(), arena).metadata();
    assertEquals(200, whole(all, "custom.u8"));
    assertEquals(-100, whole(all, "custom.i8"));
    assertEquals(60_000, whole(all, "custom.u16"));
    assertEquals(-30_000, whole(all, "custom.i16"));
    assertEquals(-2_000_000_000, whole(all, "custom.i32"));
    assertEquals(1.5, number(all, "custom.f32"));
    assertEquals(2.5e-300, number(all, "custom.f64"));
    assertEquals(4_000_000_000.0, number(all, "custom.u32"));
    assertEquals(-9_000_000_000_000_000_000.0, number(all, "custom.i64"));
    assertEquals(true, all.flag("custom.bool"));
    assertEquals("ünïcode\n\"quoted\" 中文 🙂", all.text("custom.str"));
    assertEquals("", all.text("custom.empty_str"));
    assertEquals(List.of("a", "", "β"), all.texts("custom.arr_str"));
    assertEquals(List.of(0, 255), all.integers("custom.arr_u8"));
    assertEquals(List.of(-128, 127), all.integers("custom.arr_i8"));
    assertEquals(List.of(1, 65_535), all.integers("custom.arr_u16"));
    assertEquals(List.of(-7, 7), all.integers("custom.arr_i32"));
    assertEquals(1, whole(all, "a.key.with-odd_chars.0"));
    assertTrue(all.keys().contains("custom.arr_f64"));
  }

  @Test
  void whatIsReadMustBeAsExpected() {
    Metadata all = GgufFile.map(new GoldenGguf("ds2-extra-metadata").file(), arena).metadata();
    refused(
        "custom.u32 is 4000000000 (uint32), expected an integer", () -> whole(all, "custom.u32"));
    refused(
        "custom.u64 is 18000000000000000000 (uint64), expected an integer from",
        () -> whole(all, "custom.u64"));
    refused("custom.f32 is 1.5 (float32), expected an integer", () -> whole(all, "custom.f32"));
    refused("custom.bool is true (bool), expected an integer", () -> whole(all, "custom.bool"));
    refused("custom.str is \"ünïcode\\u000a", () -> number(all, "custom.str"));
    refused("nothing is missing, expected a string", () -> all.text("nothing"));
    refused("custom.u8 is 200 (uint8), expected true or false", () -> all.flag("custom.u8"));
    refused(
        "custom.arr_f32 is an array of 2 float32, expected an array of strings",
        () -> all.texts("custom.arr_f32"));
    refused("custom.arr_u32 is an array of 2 uint32", () -> all.integers("custom.arr_u32"));
    refused("custom.arr_u64 is an array of 2 uint64", () -> all.integers("custom.arr_u64"));
    refused("custom.arr_bool is an array of 2 bool", () -> all.integers("custom.arr_bool"));
    refused("custom.str is", () -> all.integers("custom.str"));
  }

  @Test
  void whatIsMissingIsWhatItIsByDefault() {
    Metadata few = read(new GgufWriter().put("a", 7));
    assertEquals(7, few.integerOr("a", 0, 10, 3));
    assertEquals(3, few.integerOr("b", 0, 10, 3));
    assertEquals(0.5, few.numberOr("b", 0, 10, 0.5));
    assertNull(few.flag("b"));
    assertTrue(few.flagOr("b", true));
    assertNull(few.optionalText("b"));
    assertFalse(few.has("b"));
  }

  @Test
  void arraysInArraysArePassedOver() {
    List<List<List<Integer>>> nested = List.of(List.of(List.of(1, 2), List.of()), List.of());
    Metadata all =
        read(
            new GgufWriter()
                .put("nested", nested)
                .put("words", List.of(List.of("a", "bc"), List.of("d")))
                .put("after", 5));
    assertEquals(5, whole(all, "after"));
    refused("nested is an array of 2 array, expected", () -> all.integers("nested"));
  }

  @Test
  void arraysMayBeLongerThanTheWindowTheyAreReadThrough() {
    String word = "word ".repeat(100);
    List<String> words = Collections.nCopies(1000, word);
    String large = "x".repeat(200_000);
    Metadata all =
        read(new GgufWriter().put("words", words).put("large", List.of(large, word)).put("n", 5));
    assertEquals(words, all.texts("words"));
    assertEquals(List.of(large, word), all.texts("large"));
    assertEquals(5, whole(all, "n"));
  }

  @Test
  void stringsThatAreReadMustBeUtf8() throws Exception {
    byte[] bytes = new GgufWriter().put("text", "aaaa").put("list", List.of("bbbb")).bytes();
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] == 'a' && bytes[i + 1] == 'a' || bytes[i] == 'b' && bytes[i + 1] == 'b') {
        bytes[i] = (byte) 0xC0;
      }
    }
    Path file = Files.write(folder.resolve("m.gguf"), bytes);
    Metadata broken = GgufFile.map(file, arena).metadata();
    refused("text is \"\uFFFD\uFFFD\uFFFDa\", expected UTF-8", () -> broken.text("text"));
    refused("list is \"\uFFFD\uFFFD\uFFFDb\", expected UTF-8", () -> broken.texts("list"));
    Metadata whole = read(new GgufWriter().put("text", "a\uFFFDb"));
    assertEquals("a\uFFFDb", whole.text("text"));
  }

  private Metadata read(GgufWriter writer) {
    return GgufFile.map(writer.write(folder.resolve("m.gguf")), arena).metadata();
  }

  private static int whole(Metadata metadata, String key) {
    return metadata.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static double number(Metadata metadata, String key) {
    return metadata.number(key, -1e30, 1e30);
  }

  private static void refused(String expected, Executable read) {
    var e = assertThrows(ModelException.class, read);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(".gguf: metadata key " + expected), message);
    assertEquals(1, message.lines().count());
  }
}
