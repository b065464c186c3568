package dev.gloss.inference.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.MappedMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Broken files of many kinds: one line that names the file and what is wrong in it, and nothing
/// allocated because a header asks for it.
class MalformedFilesTest {
  private static final long MOST_BYTES = 64L << 20;

  @TempDir private static Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> eachIsRefusedInOneLine() throws IOException {
    MalformedFiles.unpack(folder);
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode broken : GoldenModel.json(folder.resolve("cases.json")).get("cases")) {
      tests.add(DynamicTest.dynamicTest(broken.get("name").textValue(), () -> check(broken)));
    }
    assertEquals(54, tests.size());
    return tests.stream();
  }

  @Test
  void theFileBesideThemOpens() throws IOException {
    MalformedFiles.unpack(folder);
    open(folder.resolve("good.gguf"));
  }

  private static void check(JsonNode broken) throws Exception {
    Path file = folder.resolve(broken.get("file").textValue());
    MappedMemory.assertNoLeak(
        () -> {
          long before = allocated();
          try {
            open(file);
          } catch (ModelException e) {
            checkMessage(String.valueOf(e.getMessage()), file, broken.get("any_of"));
            assertTrue(allocated() - before < MOST_BYTES, allocated() - before + " bytes");
            return;
          }
          if (!broken.path("may_open").asBoolean()) {
            fail("opens");
          }
        });
  }

  private static void checkMessage(String message, Path file, JsonNode anyOf) {
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(file.toString()), message);
    String rest = message.replace(file.toString(), "").toLowerCase(Locale.ROOT);
    for (JsonNode word : anyOf) {
      if (rest.contains(word.textValue().toLowerCase(Locale.ROOT))) {
        return;
      }
    }
    fail(message + " has none of " + anyOf);
  }

  private static void open(Path file) {
    try (GgufModel model = GgufModel.open(file)) {
      assertNotNull(new TokenizerKeys(model.metadata()).tokenizer());
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
