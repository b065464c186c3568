package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `gloss doctor` says of models, on small golden ones.
@Timeout(120)
class DoctorCommandTest {
  private static final String V3 = GlossRun.goldenModel("v3");

  @TempDir Path home;

  private JsonNode checks(int status, String... words) throws IOException {
    String[] all = new String[words.length + 4];
    all[0] = "doctor";
    all[1] = "--json";
    all[2] = "--port";
    all[3] = "0";
    System.arraycopy(words, 0, all, 4, words.length);
    GlossRun run = GlossRun.in(home, Map.of(), "", all);
    assertEquals(status, run.status(), run.out() + run.err());
    return new JsonMapper().readTree(run.out()).path("checks");
  }

  private static void check(JsonNode checks, String id, String status, String... parts) {
    for (JsonNode check : checks) {
      if (check.path("id").asText().equals(id)) {
        assertEquals(status, check.path("status").asText(), check.toString());
        for (String part : parts) {
          assertTrue(check.path("message").asText().contains(part), check.toString());
        }
        return;
      }
    }
    assertEquals("absent", status, id);
  }

  @Test
  void theEmbeddedModelIsFineEverywhere() throws IOException {
    JsonNode checks = checks(0);
    check(checks, "model", "ok", "gloss-", "middle");
    check(checks, "fit", "ok", "fits: weights", "tokens");
    check(checks, "speed", "ok", "tokens a second at most");
    check(checks, "explain", "ok", "chat template");
    check(checks, "explain-fit", "absent");
    check(checks, "gpu", "absent");
  }

  @Test
  void aTemplateThatCannotBeUsedSaysSo() throws IOException {
    Path copy = Files.createDirectory(home.resolve("copy"));
    try (Stream<Path> files = Files.list(Path.of(V3))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.writeString(copy.resolve("chat_template.jinja"), "{% nosuch %}");
    JsonNode checks = checks(0, "--model", copy.toString());
    check(checks, "explain", "warn", "line 1: unknown tag 'nosuch'", "--explain-model");
  }

  @Test
  void aModelThatDoesNotFitSaysSo() throws IOException {
    JsonNode checks = checks(1, "--model", V3, "--memory", "1M");
    check(checks, "fit", "fail", "does not fit", "smaller");
  }

  @Test
  void typesThatAreComputedSlowlyAreNamed() throws IOException {
    Path gguf = Path.of(V3).resolve("../../gguf").normalize();
    JsonNode slow = checks(0, "--model", gguf.resolve("ds2-iq4_xs.gguf").toString());
    check(slow, "speed", "warn", "IQ4_XS", "gloss convert");
    JsonNode fast = checks(0, "--model", gguf.resolve("ds2-q4_k_m.gguf").toString());
    check(fast, "speed", "ok");
  }

  @Test
  void aModelThatIsNotThereSaysSo() throws IOException {
    check(checks(1, "--model", "no/thing"), "model", "fail", "gloss pull no/thing");
    Files.createDirectories(home.resolve("config"));
    Files.writeString(home.resolve("config/gloss.json"), "{\"explain\":{\"model\":\"gone\"}}");
    JsonNode checks = checks(1);
    check(checks, "model", "ok");
    check(checks, "explain", "fail", "gloss.json", "gone");
    check(checks, "explain-speed", "warn", "not known");
  }
}
