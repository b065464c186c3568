package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final String V3 = GlossRun.goldenModel("v3");

  @TempDir private Path folder;

  @Test
  void tellsTheErrorOfEachTensor() {
    String out = folder.resolve("v3.gguf").toString();
    GlossRun run = GlossRun.of("convert", V3, out, "--to", "q8_0");
    assertEquals(0, run.status(), run.err());
    String norm = line(run, "blk.0.attn_norm.weight");
    assertTrue(norm.endsWith("exact") && norm.contains(" F32 "), norm);
    String query = line(run, "blk.0.attn_q_a.weight");
    assertTrue(query.contains(" Q8_0 ") && query.endsWith(" %"), query);
    assertTrue(run.out().strip().endsWith(" bytes"), run.out());
  }

  @Test
  void oneDocumentForProgramsAndTheSameLogits() {
    String gguf = folder.resolve("v3.gguf").toString();
    JsonNode result = GlossRun.of("convert", V3, gguf, "--to", "bf16", "--json").json();
    assertEquals("BF16", result.path("type").asText());
    assertEquals(0, result.path("tensors").get(0).path("relative_error").asDouble());
    assertTrue(Files.exists(Path.of(gguf)));
    Path back = folder.resolve("back");
    GlossRun.of("convert", gguf, back.toString(), "--to", "bf16", "--json").json();
    assertEquals(logits(V3), logits(back.toString()));
  }

  private static JsonNode logits(String model) {
    return GlossRun.of("logits", "--json", "--model", model, "--ids", "1,2,3")
        .json()
        .path("logits");
  }

  @Test
  void refusesWrongCalls() {
    String out = folder.resolve("out").toString();
    GlossRun.of("convert", V3, out, "--to", "q4_k").refused(2, "ends in .gguf");
    GlossRun.of("convert", V3, out, "--to", "q3_k").refused(2, "q3_k");
    GlossRun.of("convert", V3, out).refused(2, "--to");
    GlossRun.of("convert", out, out + "2", "--to", "f32").refused(1, "is missing");
    GlossRun.of("convert", V3, folder.toString(), "--to", "f32").refused(1, "exists");
    assertFalse(Files.exists(Path.of(out)));
  }

  private static String line(GlossRun run, String tensor) {
    return run.out().lines().filter(text -> text.startsWith(tensor + " ")).findFirst().orElse("");
  }
}
