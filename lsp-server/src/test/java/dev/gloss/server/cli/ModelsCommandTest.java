package dev.gloss.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.server.config.UserFolders;
import dev.gloss.server.testing.GlossProcess;
import dev.gloss.server.testing.HubInTest;
import dev.gloss.server.testing.HubInTest.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// `gloss pull` and `gloss models`, with a small golden model on a hub of our own.
@Timeout(120)
class ModelsCommandTest {
  private static final String REPOSITORY = "maker/golden-v3";

  @TempDir Path home;
  private HubInTest hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubInTest();
    try (Stream<Path> files = Files.list(Path.of(GlossRun.goldenModel("v3")))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hub.file(REPOSITORY, file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    hub.list(REPOSITORY);
  }

  @AfterEach
  void stop() throws IOException {
    hub.close();
  }

  private GlossRun run(String... words) {
    return GlossRun.in(home, Map.of("HF_ENDPOINT", hub.address().toString()), "", words);
  }

  private JsonNode settings() throws IOException {
    Path file = home.resolve("config/gloss.json");
    return new JsonMapper().readTree(Files.exists(file) ? Files.readString(file) : "{}");
  }

  private JsonNode here(String name) {
    for (JsonNode model : run("models", "--json").json().path("here")) {
      if (model.path("name").asText().equals(name)) {
        return model;
      }
    }
    return new JsonMapper().missingNode();
  }

  @Test
  void aModelIsPulledUsedAndRemoved() throws IOException {
    GlossRun pull = run("pull", "--json", "--no-use", REPOSITORY);
    JsonNode pulled = pull.json();
    assertEquals(REPOSITORY, pulled.path("name").asText());
    assertTrue(pulled.path("verified").asBoolean());
    assertTrue(pulled.path("files").findValuesAsText("kind").contains("SHA256"), pull.out());
    assertTrue(pull.err().contains("config.json"), pull.err());
    assertTrue(settings().isEmpty());

    assertEquals("DeepseekV3ForCausalLM", here(REPOSITORY).path("architecture").asText());
    assertEquals(List.of(), texts(here(REPOSITORY).path("used_for")));
    assertEquals(2, here("embedded").path("used_for").size());
    assertEquals("apache-2.0", here("embedded").path("licence").asText());

    assertEquals(
        "BF16", run("inspect", "--json", "--model", "golden-v3").json().path("dtype").asText());

    run("models", "use", "golden").ok();
    assertEquals(REPOSITORY, settings().path("model").asText());
    assertEquals(2, here(REPOSITORY).path("used_for").size());
    assertEquals(0, here("embedded").path("used_for").size());
    assertEquals("BF16", run("inspect", "--json").json().path("dtype").asText());

    JsonNode verified = run("models", "verify", "--json", "golden").json();
    assertTrue(verified.path("verified").asBoolean());

    JsonNode removed = run("models", "remove", "--json", "golden").json();
    assertEquals(2, removed.path("was_used_for").size());
    assertTrue(settings().path("model").isMissingNode());
    assertTrue(here(REPOSITORY).isMissingNode());
  }

  @Test
  void aPullMayMakeTheModelTheDefault() throws IOException {
    run("pull", "--use", "explain", REPOSITORY).ok();
    assertEquals(REPOSITORY, settings().path("explain").path("model").asText());
    assertTrue(settings().path("model").isMissingNode());
    run("pull", "--use", "--", REPOSITORY).ok();
    assertEquals(REPOSITORY, settings().path("model").asText());
    assertTrue(settings().path("explain").path("model").isMissingNode());
    assertTrue(run("pull", REPOSITORY).err().contains("gloss models use golden-v3"));
    run("pull", "--use", "everything", REPOSITORY).refused(2, "--use must be");
    run("pull", "--use", "both", "--no-use", REPOSITORY).refused(2, "--no-use");
  }

  @Test
  void aModelForCompletionsLeavesExplanationsWhereTheyAre() throws IOException {
    run("pull", "--no-use", REPOSITORY).ok();
    run("models", "use", "golden", "--for", "completion").ok();
    assertEquals(List.of("completion"), texts(here(REPOSITORY).path("used_for")));
    assertEquals(List.of("explain"), texts(here("embedded").path("used_for")));
  }

  @Test
  void whatCannotBeUsedIsKeptAndNamed() throws IOException {
    Path config = Path.of(GlossRun.goldenModel("v3")).resolve("config.json");
    String foreign = Files.readString(config).replace("DeepseekV3ForCausalLM", "MambaForCausalLM");
    hub.file(REPOSITORY, "config.json", foreign.getBytes(UTF_8));
    hub.list(REPOSITORY);
    GlossRun pull = run("pull", "--json", "--use", "both", REPOSITORY);
    assertEquals(1, pull.status());
    assertTrue(pull.err().contains("it is here, but cannot be used"), pull.err());
    assertTrue(pull.err().contains("MambaForCausalLM"), pull.err());
    JsonNode result = new JsonMapper().readTree(pull.out());
    assertTrue(result.path("problem").asText().contains("MambaForCausalLM"), pull.out());
    assertTrue(settings().isEmpty());
    assertTrue(here(REPOSITORY).path("problem").asText().contains("MambaForCausalLM"));
  }

  @Test
  void aPullTellsThatTheFormCanBeMeasured() {
    GlossRun pull = run("pull", "--no-use", REPOSITORY);
    assertTrue(pull.err().contains("gloss models calibrate golden-v3"), pull.err());
  }

  @Test
  void eachRoleMayHaveItsModel() throws IOException {
    run("pull", "--no-use", REPOSITORY).ok();
    JsonNode used = run("models", "use", "--json", "golden", "--for", "explain").json();
    assertEquals("explain", used.path("role").asText());
    assertEquals(List.of("explain"), texts(here(REPOSITORY).path("used_for")));
    assertEquals(List.of("completion"), texts(here("embedded").path("used_for")));
    run("models", "use", "embedded", "--for", "explain").ok();
    assertEquals(List.of(), texts(here(REPOSITORY).path("used_for")));
    run("models", "use", GlossRun.goldenModel("v3"), "--for", "completion").ok();
    assertTrue(Path.of(settings().path("model").asText()).isAbsolute());
    run("models", "use", "nothing").refused(1, "nothing: no such file, folder or pulled model");
    run("models", "use", "golden", "--for", "everything").refused(2, "--for");
  }

  @Test
  void damageIsFoundAndMended() throws IOException {
    run("pull", "--no-use", REPOSITORY).ok();
    Path file = home.resolve("models").resolve(REPOSITORY).resolve("tokenizer.json");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);
    GlossRun verify = run("models", "verify", "golden");
    assertEquals(1, verify.status());
    assertTrue(verify.out().contains("damaged"), verify.out());
    assertTrue(verify.err().contains("gloss pull " + REPOSITORY), verify.err());
    run("pull", "--no-use", REPOSITORY).ok();
    assertEquals(0, run("models", "verify", "golden").status());
  }

  @Test
  void whatWasBrokenOffIsListedAndCanBeRemoved() {
    hub.misbehave("model.safetensors", reply -> reply.cutAfter(1000), reply -> Reply.of(404));
    run("pull", REPOSITORY).refusedAmongOthers("model.safetensors", "has no such file");
    String name = REPOSITORY + ":model.safetensors";
    JsonNode report = run("models", "--json").json();
    assertEquals(name, report.path("unfinished").get(0).path("name").asText());
    assertTrue(run("models").out().contains(name + " was broken off after 1.0 kB"));
    assertEquals(1000, run("models", "remove", "--json", name).json().path("freed_bytes").asLong());
    assertEquals(0, run("models", "--json").json().path("unfinished").size());
  }

  @Test
  void twoProcessesDoNotFetchTheSameModel() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    hub.misbehave("config.json", reply -> reply.cutAfter(10).thenWait(enough));
    ProcessBuilder builder =
        new ProcessBuilder(GlossProcess.command("pull", REPOSITORY)).inheritIO();
    builder.environment().put("HF_ENDPOINT", hub.address().toString());
    builder.environment().put("GLOSS_MODELS", home.resolve("models").toString());
    Process first = builder.start();
    try {
      hub.awaitRequestOf(first, "config.json");
      run("pull", REPOSITORY).refusedAmongOthers("another gloss is working on it");
    } finally {
      first.destroyForcibly().waitFor();
      enough.countDown();
    }
    // The system gives back the lock of a process that died.
    run("pull", REPOSITORY).ok();
  }

  @Test
  void packedWeightsAreCountedAndDeleted() throws IOException {
    assertEquals(0, run("models", "--json").json().path("packed").path("bytes").asLong());
    assertFalse(run("models").out().contains("packed weights"));
    Path folder = Files.createDirectories(home.resolve("cache/packed"));
    Files.write(folder.resolve("a-1-2.packed"), new byte[3000]);
    Files.write(folder.resolve("a-1-2.used"), new byte[0]);
    JsonNode packed = run("models", "--json").json().path("packed");
    assertEquals(folder.toAbsolutePath().toString(), packed.path("folder").asText());
    assertEquals(3000, packed.path("bytes").asLong());
    String text = run("models").out();
    assertTrue(text.contains("packed weights take 3.0 kB in " + folder), text);
    assertEquals(3000, run("models", "clean", "--json").json().path("freed_bytes").asLong());
    assertTrue(
        run("models", "clean").out().contains("removed 0 B of packed"),
        run("models", "clean").out());
    assertFalse(Files.exists(folder.resolve("a-1-2.used")));
  }

  @Test
  void theSettingsMayForbidToKeepPackedWeights() throws IOException {
    CommandSpec command = new CommandLine(CommandSpec.create()).getCommandSpec();
    assertEquals(home.resolve("packed"), surroundings().keptPacked(command));
    Path file = home.resolve("gloss.json");
    Files.writeString(file, "{\"packedWeights\": false}");
    assertNull(surroundings().keptPacked(command));
    assertEquals(home.resolve("packed"), surroundings().packed().folder());
  }

  private Surroundings surroundings() {
    return new Surroundings(Map.of(), new UserFolders(home, home, home), null);
  }

  @Test
  void recommendationsTellWhatSuitsThisMachine() {
    JsonNode report = run("models", "--json").json();
    assertTrue(report.path("machine").path("read_bytes_per_second").asDouble() > 1e8);
    JsonNode recommended = report.path("recommended");
    assertTrue(recommended.size() >= 10);
    for (JsonNode model : recommended) {
      assertFalse(model.path("licence").asText().isBlank(), model.toString());
      assertFalse(model.path("roles").isEmpty(), model.toString());
      assertTrue(model.path("tokens_per_second").asDouble() > 0, model.toString());
      assertTrue(List.of("yes", "tight", "no").contains(model.path("fit").asText()));
    }
    String text = run("models").out();
    assertTrue(text.contains("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF"), text);
    assertTrue(text.contains("embedded"), text);
  }

  @Test
  void aNameThatIsNotHereSaysHowToGetIt() {
    run("inspect", "--model", "Qwen/Coder-GGUF:Q8_0")
        .refused(1, "is not on this machine", "gloss pull Qwen/Coder-GGUF:Q8_0");
    run("inspect", "--model", "/no/such.gguf").refused(1, "/no/such.gguf: no such file");
    run("models", "remove", "nothing").refused(1, "nothing: no such model");
    run("models", "verify", "nothing").refused(1, "nothing: no such model");
    run("pull", "nothing").refused(2, "expected OWNER/NAME");
    run("pull", "no/thing").refused(1, "no/thing", "has no such repository");
  }

  @Test
  void theSettingsNameTheModelAndABadOneIsNamed() throws IOException {
    Path file = home.resolve("config/gloss.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"model\": \"gone\"}");
    run("inspect").refused(1, file.toString(), "gone: no such file, folder or pulled model");
    assertEquals(0, run("inspect", "--model", "embedded").status());
    Files.writeString(file, "{\"model\": ");
    GlossRun inspect = run("inspect", "--json");
    assertEquals("F8_E4M3", inspect.json().path("dtype").asText());
    assertEquals(1, inspect.err().lines().count(), inspect.err());
    assertTrue(inspect.err().startsWith("gloss: " + file + ": not JSON"), inspect.err());
    run("models", "use", "embedded").refusedAmongOthers("mend it first");
    Files.writeString(file, "{\"hub\": {\"mirror\": \"ftp://x\"}}");
    GlossRun.in(home, Map.of(), "", "pull", REPOSITORY).refused(1, "hub.mirror: expected http");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
