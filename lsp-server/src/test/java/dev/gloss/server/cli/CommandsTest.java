package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that run a model, on small golden models.
class CommandsTest {
  private static final String V3 = GlossRun.goldenModel("v3");

  @TempDir Path folder;

  @Test
  void inspectTellsWhatTheModelIs() {
    JsonNode info = GlossRun.of("inspect", "--json", "--model", V3).json();
    assertEquals("DeepseekV3ForCausalLM", info.path("architecture").asText());
    assertEquals("BF16", info.path("dtype").asText());
    assertEquals(1, info.path("mtp_layers").asInt());
    assertEquals(2560, info.path("context_length").asInt());
    // 3 layers of a latent of 48 and a rotated key of 16, f32.
    assertEquals(3 * (48 + 16) * 4, info.path("kv_bytes_per_token").asInt());
    // 3 layers of 4 heads with a key of 24 + 16 and a value of 32.
    assertEquals(3 * 4 * (24 + 16 + 32) * 4, info.path("mha_kv_bytes_per_token").asInt());
    assertTrue(info.path("total_parameters").asLong() > info.path("active_parameters").asLong());
    assertTrue(info.path("mtp_parameters").asLong() > 0);
  }

  @Test
  void inspectTellsWhatAFileStates() {
    GlossRun run = GlossRun.of("inspect", gguf("qwen2-q5_k_m"));
    assertEquals(0, run.status(), run.err());
    String out = run.out();
    assertTrue(
        out.startsWith("qwen2-q5_k_m (qwen2, GGUF)\nlicence      the files state none\n"), out);
    assertTrue(out.contains("\ntokenizer    gpt2, deepseek-r1-qwen\n"), out);
    assertTrue(out.contains("\ncompletion   "), out);
    JsonNode file =
        GlossRun.of("inspect", "--json", "--model", gguf("qwen2-q5_k_m")).json().path("file");
    assertEquals("GGUF", file.path("format").asText());
    long bytes = 0;
    for (JsonNode type : file.path("type_bytes")) {
      bytes += type.asLong();
    }
    assertTrue(
        out.contains(String.format(Locale.ROOT, "weights      %,d bytes: Q5_K ", bytes)), out);
    GlossRun.of("inspect", gguf("qwen2-q5_k_m"), "--model", V3).refused(2, "expected one model");
  }

  @Test
  void everyCommandTakesAGgufFile() {
    String model = gguf("qwen2-bf16");
    JsonNode ids = GlossRun.of("tokenize", "--json", "--model", model, "int x").json().path("ids");
    JsonNode text =
        GlossRun.of("tokenize", "--json", "--model", model, "--ids", joined(ids)).json();
    assertEquals("int x", text.path("text").asText());
    JsonNode logits =
        GlossRun.of("logits", "--json", "--model", model, "--ids", joined(ids)).json();
    assertEquals(320, logits.path("logits").size());
  }

  @Test
  void whatIsNoGgufFileIsRefusedInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.gguf"), "no model");
    for (String command : List.of("inspect", "tokenize x", "logits --ids 1")) {
      String[] words = (command + " --model " + text).split(" ");
      GlossRun.of(words).refused(1, text.toString(), "expected the magic GGUF");
    }
  }

  private static String gguf(String name) {
    return GlossRun.goldenModel("../gguf/" + name + ".gguf");
  }

  private static String joined(JsonNode ids) {
    List<String> words = new ArrayList<>();
    ids.forEach(id -> words.add(id.asText()));
    return String.join(",", words);
  }

  @Test
  void generateGivesTheSameWithAndWithoutDrafts() {
    JsonNode plain = generate("--speculative", "off");
    JsonNode drafted = generate("--speculative", "mtp");
    assertEquals(24, plain.path("ids").size());
    assertEquals(plain.path("ids"), drafted.path("ids"));
    assertEquals(plain.path("text"), drafted.path("text"));
    assertEquals(0, plain.path("drafted").asInt());
    assertTrue(drafted.path("drafted").asInt() > 0);
    assertTrue(drafted.path("target_passes").asInt() <= plain.path("target_passes").asInt());
  }

  @Test
  void generateGivesTheSameWhoeverDrafts() {
    JsonNode plain = generate("--speculative", "off");
    for (String method : List.of("auto", "ngram", "draft-model")) {
      JsonNode drafted = generate("--speculative", method, "--draft-model", V3, "--draft", "4");
      assertEquals(plain.path("ids"), drafted.path("ids"), method);
      if (method.equals("draft-model")) {
        assertTrue(drafted.path("accepted").asInt() > 0, drafted.toString());
      }
    }
  }

  @Test
  void draftsThatCannotBeMadeAreRefused() {
    String[] generate = {"generate", "--model", V3, "--ids", "1"};
    refusedDrafts(generate, 2, "--draft must be in [1, 16], got 17", "--draft", "17");
    refusedDrafts(generate, 2, "--draft must be in [1, 16], got 0", "--draft", "0");
    refusedDrafts(generate, 2, "draft-model, got 'x'", "--speculative", "x");
    refusedDrafts(generate, 2, "expects --draft-model FILE", "--speculative", "draft-model");
    refusedDrafts(generate, 1, "no/such.gguf", "--draft-model", "no/such.gguf");
    String other = gguf("qwen2-bf16");
    refusedDrafts(generate, 1, other + ": cannot draft for " + V3, "--draft-model", other);
  }

  private static void refusedDrafts(
      String[] command, int status, String message, String... options) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of(options));
    GlossRun.of(words.toArray(String[]::new)).refused(status, message);
  }

  @Test
  void benchTellsWhatDraftsGain() {
    JsonNode result =
        GlossRun.of(
                "bench",
                "drafts",
                "--json",
                "--model",
                V3,
                "--speculative",
                "ngram",
                "--max-tokens",
                "6",
                "--rounds",
                "2")
            .json();
    assertEquals("ngram", result.path("method").asText());
    assertEquals(8, result.path("draft_tokens").asInt());
    List<String> kinds = new ArrayList<>();
    for (JsonNode kind : result.path("kinds")) {
      kinds.add(kind.path("kind").asText());
      assertEquals(2, kind.path("pairs").size());
      assertTrue(kind.path("ratio").asDouble() > 0);
      assertTrue(kind.path("tokens_per_pass").asDouble() >= 1);
    }
    assertEquals(List.of("repeat", "rename", "fresh"), kinds);
  }

  @Test
  void aSeedRepeatsADraw() {
    JsonNode once = generate("--temperature", "1.5", "--top-k", "20", "--seed", "7");
    JsonNode again = generate("--temperature", "1.5", "--top-k", "20", "--seed", "7");
    assertEquals(once.path("ids"), again.path("ids"));
  }

  @Test
  void logitsOfTheLastPositionAreTheLastOfAll() {
    JsonNode last = GlossRun.of("logits", "--json", "--model", V3, "--ids", "42,71,281").json();
    JsonNode all =
        GlossRun.of("logits", "--json", "--model", V3, "--ids", "42,71,281", "--all").json();
    assertEquals(384, last.path("logits").size());
    assertEquals(3, all.path("logits").size());
    assertEquals(last.path("logits"), all.path("logits").path(2));
    assertTrue(last.path("mtp_logits").isMissingNode());
    JsonNode mtp =
        GlossRun.of("logits", "--json", "--model", V3, "--ids", "42,71", "--mtp", "71,281").json();
    assertEquals(384, mtp.path("mtp_logits").size());
  }

  @Test
  void nllFollowsFromTheLogitsOfThePositionBefore() {
    JsonNode result =
        GlossRun.of("logits", "--json", "--model", V3, "--ids", "42,71,281", "--all", "--nll")
            .json();
    assertEquals(2, result.path("nll").size());
    JsonNode first = result.path("logits").path(0);
    double sum = 0;
    for (JsonNode logit : first) {
      sum += Math.exp(logit.asDouble());
    }
    assertEquals(
        Math.log(sum) - first.path(71).asDouble(), result.path("nll").path(0).asDouble(), 1e-5);
  }

  @Test
  void benchPrintsAllItsFields() {
    JsonNode result =
        GlossRun.of("bench", "--json", "--model", V3, "--prompt-tokens", "16", "--max-tokens", "4")
            .json();
    for (String field :
        new String[] {
          "open_seconds",
          "prefill_tokens_per_second",
          "decode_tokens_per_second",
          "bytes_per_token",
          "bandwidth_gb_s",
          "peak_rss_bytes"
        }) {
      assertTrue(result.path(field).asDouble() > 0, field + " in " + result);
    }
  }

  @Test
  void benchTellsSharesForAShape() {
    JsonNode result =
        GlossRun.of(
                ("bench --json --shape gloss-nano --layers 2 --type q8_0 --prompt-tokens 16"
                        + " --depth 8 --max-tokens 4")
                    .split(" "))
            .json();
    assertEquals("gloss-nano in Q8_0", result.path("model").asText());
    assertEquals(2, result.path("decodes").size());
    JsonNode deep = result.path("decodes").path(1);
    assertEquals(8, deep.path("depth").asInt());
    assertTrue(deep.path("read_share").asDouble() > 0, deep::toString);
    assertTrue(result.path("limits").path("read_gb_s").asDouble() > 0, result::toString);
    assertTrue(result.path("drafted_step").asDouble() > 1, result::toString);
    for (JsonNode parts : List.of(result.path("prefill_parts"), deep.path("parts"))) {
      double all = 0;
      for (JsonNode share : parts) {
        all += share.asDouble();
      }
      assertEquals(1, all, 0.05, parts::toString);
      assertTrue(parts.path("absorption").asDouble() > 0, parts::toString);
      assertTrue(parts.path("routing").asDouble() > 0, parts::toString);
    }
  }

  @Test
  void benchMeasuresProducts() {
    JsonNode result =
        GlossRun.of("bench products --json --mib 1 --rounds 1 --type q8_0,F32".split(" ")).json();
    JsonNode first = result.path("products").path(0);
    assertEquals("Q8_0", first.path("type").asText());
    assertEquals(8.5, first.path("stored_bits").asDouble(), 1e-9);
    assertTrue(first.path("bytes").asLong() >= 1 << 20, first::toString);
    assertTrue(first.path("share").asDouble() > 0, first::toString);
    assertEquals("F32", result.path("products").path(1).path("type").asText());
  }

  @Test
  void benchMeasuresAnIndexAndLeavesNothing() throws IOException {
    Path code = folder.resolve("code");
    Files.createDirectories(code);
    for (int i = 0; i < 9; i++) {
      Files.writeString(code.resolve("C" + i + ".java"), "class C" + i + " { Voucher v; }\n");
    }
    for (String where : List.of("--queries=3", "--in-memory")) {
      JsonNode result = GlossRun.of("bench", "index", code.toString(), "--json", where).json();
      assertEquals("index: 9 files", result.path("state").asText());
      assertEquals(9, result.path("windows").asInt());
      assertEquals(5, result.path("pieces").asDouble());
      assertTrue(result.path("index_mb").asDouble() > 0, result::toString);
      assertTrue(result.path("update_p50_millis").asDouble() > 0, result::toString);
    }
    try (Stream<Path> left = Files.list(code)) {
      assertEquals(9, left.count());
    }
  }

  @Test
  void benchRefusesWhatItDoesNotKnow() {
    GlossRun.of("bench", "index", "nowhere").refused(2, "expected a folder", "nowhere");
    GlossRun.of("bench", "--shape", "gpt").refused(2, "'gpt'", "deepseek-coder-v2-lite");
    GlossRun.of("bench", "--shape", "gloss-nano", "--type", "Q4").refused(2, "'Q4'", "Q4_K_M");
    GlossRun.of("bench", "--shape", "gloss-nano", "--layers", "9").refused(2, "1 to 4 layers");
    GlossRun.of("bench", "--layers", "1").refused(2, "--shape");
    GlossRun.of("bench", "--shape", "gloss-nano", "--model", V3).refused(2, "--model or --shape");
    GlossRun.of("bench", "products", "--type", "MXFP4").refused(2, "MXFP4", "Q6_K");
    GlossRun.of("bench", "products", "--mib", "999999999").refused(2, "--mib");
    GlossRun.of("bench", "--shape", "deepseek-v3", "--memory", "8G")
        .refused(1, "deepseek-v3 in Q4_K_M does not fit: it takes 39", "'--layers ");
  }

  @Test
  void completeReadsSimilarCodeOfTheProject() throws IOException {
    Files.writeString(
        folder.resolve("Other.java"),
        "class Other {\n  int total(Basket basket) {\n    return basket.sumOfPrices();\n  }\n}\n");
    Files.writeString(folder.resolve(".gitignore"), "Hidden.java\n");
    Files.writeString(
        folder.resolve("Hidden.java"),
        "class Hidden {\n"
            + "  int total(Basket basket) {\n"
            + "    return basket.hiddenPrices();\n"
            + "  }\n"
            + "}\n");
    Path file =
        Files.writeString(
            folder.resolve("A.java"),
            "class A {\n  int total(Basket basket) {\n    return basket.\n  }\n}\n");
    String place = file + ":3:19";
    JsonNode alone = GlossRun.of("complete", "--json", "--show-prompt", place).json();
    assertEquals(0, alone.path("others").size());
    JsonNode result =
        GlossRun.of("complete", "--json", "--show-prompt", "--project", folder.toString(), place)
            .json();
    JsonNode other = result.path("others").path(0);
    assertEquals("Other.java", other.path("file").asText(), result::toString);
    assertTrue(other.path("reason").asText().contains("basket"), result::toString);
    String prompt = result.path("prompt").asText();
    assertTrue(prompt.contains("//     return basket.sumOfPrices();\n"), prompt);
    assertFalse(prompt.contains("hiddenPrices"), prompt);
    assertFalse(alone.path("prompt").asText().contains("sumOfPrices"));
    String text =
        GlossRun.of("complete", "--show-prompt", "--project", folder.toString(), place).out();
    assertTrue(text.contains("Other.java:1-5: similar"), text);
  }

  @Test
  void completeFindsThePlaceAndMeasures() throws IOException {
    Path file = Files.writeString(folder.resolve("A.java"), "class A {\n  int a = 1;\n}\n");
    JsonNode result =
        GlossRun.of("complete", "--json", "--model", V3, "--repeat", "3", file + ":2:11").json();
    assertTrue(result.path("text").isTextual());
    assertTrue(result.path("first_ms").asDouble() > 0);
    assertTrue(result.path("latency_ms").asDouble() > 0);
  }

  @Test
  void evalFimReportsEveryKindAndWritesPredictions() throws IOException {
    Path cases =
        Files.writeString(
            folder.resolve("cases.jsonl"),
            """
            {"id":"1","kind":"line","prefix":"int a = ","suffix":"\\n","middle":"1;"}
            {"id":"2","kind":"block","prefix":"{\\n","suffix":"}\\n","middle":"a();\\nb();\\n"}
            """);
    Path out = folder.resolve("out.jsonl");
    JsonNode report =
        GlossRun.of(
                "eval",
                "fim",
                "--json",
                "--model",
                V3,
                "--cases",
                cases.toString(),
                "--speculative",
                "mtp",
                "--predictions",
                out.toString())
            .json();
    assertEquals(2, report.path("cases").asInt());
    assertEquals(1, report.path("by_kind").path("single-line").path("cases").asInt());
    assertEquals(1, report.path("by_kind").path("block").path("cases").asInt());
    assertTrue(report.path("p95_ms").asDouble() >= report.path("p50_ms").asDouble());
    assertEquals(2, Files.readAllLines(out).size());
  }

  @Test
  void anEvaluationGoesOnWhereItWasBrokenOff() throws IOException {
    Path cases =
        Files.writeString(
            folder.resolve("cases.jsonl"),
            """
            {"id":"1","kind":"line","prefix":"int a = ","suffix":"\\n","middle":"1;"}
            {"id":"2","kind":"line","prefix":"int b = ","suffix":"\\n","middle":"2;"}
            """);
    Path out =
        Files.writeString(
            folder.resolve("out.jsonl"),
            "{\"id\":\"1\",\"prediction\":\"1;\",\"shown\":true,\"ms\":7000.0}\n");
    String[] words = {
      "eval", "fim", "--json", "--model", V3, "--cases", cases.toString(), "--resume"
    };
    GlossRun.of(words).refused(2, "--resume needs --predictions");
    JsonNode report = GlossRun.of(with(words, "--predictions", out.toString())).json();
    assertEquals(7000, report.path("p95_ms").asDouble());
    assertTrue(report.path("exact_match").asDouble() >= 50);
    assertEquals(2, Files.readAllLines(out).size());
    Files.writeString(out, "{\"id\":\"2\",\"pred", StandardOpenOption.APPEND);
    assertEquals(report, GlossRun.of(with(words, "--predictions", out.toString())).json());
    Files.writeString(out, "{\"id\":\"1\",\"prediction\":\"1;\"}\n");
    GlossRun.of(with(words, "--predictions", out.toString()))
        .refused(1, "case 1", "another kind of evaluation");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void givenPromptsAreAskedAsTheyStandAndOnlyOnce() throws IOException {
    Path prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            """
            {"id":"1","kind":"line","prompt":"int a = ","middle":"1;"}
            {"id":"2","kind":"line","prompt":"int b = ","middle":"2;","answer":"2;"}
            """);
    Path out = Files.writeString(folder.resolve("out.jsonl"), "");
    JsonNode report = evalPrompts(prompts, out);
    assertEquals(2, report.path("cases").asInt());
    assertEquals(1, report.path("compared").asInt());
    assertEquals(100, report.path("answer_exact_match").path("mean").asDouble());
    assertEquals(2, Files.readAllLines(out).size());
    Files.writeString(out, "{\"id\":\"2\",\"prediction\":\"2;\"}\n");
    JsonNode resumed = evalPrompts(prompts, out, "--resume");
    assertEquals(2, Files.readAllLines(out).size());
    assertEquals(100, resumed.path("same_answer").path("mean").asDouble());
    assertEquals(0, resumed.path("exact_match_difference").path("mean").asDouble());
    GlossRun.of("eval", "fim", "--model", V3).refused(2, "--cases");
    Path bare =
        Files.writeString(
            folder.resolve("bare.jsonl"),
            "{\"id\":\"a\",\"kind\":\"line\",\"prefix\":\"\",\"suffix\":\"\",\"middle\":\"\"}\n");
    GlossRun.of(
            "eval",
            "fim",
            "--model",
            V3,
            "--cases",
            bare.toString(),
            "--project",
            folder.toString())
        .refused(1, "case a", "'path'");
  }

  private static JsonNode evalPrompts(Path prompts, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("eval", "fim", "--json", "--model", V3, "--prompts", prompts.toString()));
    arguments.addAll(List.of("--predictions", out.toString()));
    arguments.addAll(List.of(more));
    return GlossRun.of(arguments.toArray(String[]::new)).json();
  }

  @Test
  void placesAreChecked() throws IOException {
    Path file = Files.writeString(folder.resolve("A.java"), "class A {\n}\n");
    complete("A.java").refused(2, "FILE:LINE:COL", "A.java");
    complete("A.java:0:1").refused(2, "A.java:0:1");
    complete(file + ":9:1").refused(1, "A.java", "line 9", "expected 1 to 3");
    complete(file + ":1:99").refused(1, "column 99", "expected 1 to 10");
    complete(folder.resolve("B.java") + ":1:1").refused(1, "B.java", "no such file");
    complete(folder + ":1:1").refused(1, "is a folder");
    Path latin = folder.resolve("L.java");
    Files.write(latin, "// \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    complete(latin + ":1:1").refused(1, "L.java", "UTF-8");
    GlossRun.of("explain", "--model", V3, file + ":2-1").refused(2, "FILE:LINE-LINE");
  }

  @Test
  void numbersAreChecked() {
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--max-tokens", "0").refused(1, "0");
    GlossRun.of("generate", "--model", V3, "--ids", "99999").refused(1, "99999");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--top-p", "2").refused(2, "top_p");
    GlossRun.of("generate", "--model", V3).refused(2, "--prompt");
    GlossRun.of("logits", "--model", V3, "--ids", "1,99999").refused(1, "99999");
    GlossRun.of("bench", "--model", V3, "--depth", "99999").refused(2, "context", "2560");
    GlossRun.of("inspect", "--model", V3, "--threads", "2").refused(2, "--threads");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--threads", "0").refused(2, "--threads");
    GlossRun.of("serve", "--port", "70000").refused(2, "--port");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--memory", "much").refused(2, "8G");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--context", "1").refused(2, "--context");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--precision", "x").refused(2, "exact");
  }

  /// Whoever budgets is told the context that fits, and what does not fit is refused before it
  /// loads.
  @Test
  void memoryAndContextAreKept() {
    GlossRun.of("bench", "--model", V3, "--depth", "700", "--context", "640")
        .refused(2, "context", "640");
    GlossRun.of("generate", "--model", V3, "--ids", "1", "--memory", "1M")
        .refused(1, "v3 does not fit", "may take 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lsp --attach http://127.0.0.1:1", "generate --ids 1 --backend gpu"})
  void whatIsNotBuiltYetSaysSo(String words) {
    GlossRun.of(words.split(" ")).refused(2, "not built yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lsp", "generate", "complete", "bench"})
  void whatIsNotBuiltYetIsNotListed(String command) {
    GlossRun help = GlossRun.of((command + " --help").strip().split(" "));
    help.ok();
    for (String word : List.of("--attach", "gpu", "openai", "not built")) {
      assertFalse(help.out().contains(word), help.out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen/Coder-GGUF, Qwen/Coder-GGUF",
    "Qwen/Coder-GGUF:Q8_0, Qwen/Coder-GGUF:Q8_0",
    "https://huggingface.co/Qwen/Coder-GGUF, Qwen/Coder-GGUF",
    "https://huggingface.co/Qwen/Coder-GGUF/, Qwen/Coder-GGUF",
    "https://huggingface.co/Qwen/Coder-GGUF/tree/main, Qwen/Coder-GGUF",
    "https://huggingface.co/Qwen/Coder-GGUF?library=x, Qwen/Coder-GGUF",
    "https://huggingface.co/Qwen/Coder-GGUF/blob/main/a/b.gguf, Qwen/Coder-GGUF:a/b.gguf",
    "https://huggingface.co/Qwen/Coder-GGUF/resolve/main/b.gguf?download=true,"
        + " Qwen/Coder-GGUF:b.gguf",
    "hf.co/Qwen/Coder-GGUF:Q4_K_M, Qwen/Coder-GGUF:Q4_K_M",
  })
  void aModelOfAHubIsFetchedByPull(String model, String pulled) {
    GlossRun.of("inspect", "--model", model)
        .refused(1, model + ": is not on this machine; 'gloss pull " + pulled + "' fetches it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:11434/v1", "https://example.com/model.gguf"})
  void anAddressIsNoModel(String model) {
    GlossRun.of("inspect", "--model", model)
        .refused(1, model, "a model runs from files on this machine", "gloss pull OWNER/NAME");
  }

  private static JsonNode generate(String... options) {
    String[] words =
        new String[] {
          "generate",
          "--json",
          "--model",
          V3,
          "--ids",
          "42,71,281",
          "--max-tokens",
          "24",
          "--ignore-eos"
        };
    String[] all = Arrays.copyOf(words, words.length + options.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return GlossRun.of(all).json();
  }

  @Test
  void whatIsKeptOutOfPromptsIsLeftAlone() throws IOException {
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve(".gitignore"), "*.gen.java\n");
    Files.writeString(folder.resolve(".env"), "A=1\n");
    Files.writeString(folder.resolve("X.gen.java"), "class X {}\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve(".env"));
    complete(folder.resolve(".env") + ":1:1").refused(1, ".env", "holds secrets");
    complete(link + ":1:1").refused(1, "link", "holds secrets");
    complete(folder.resolve("X.gen.java") + ":1:1").refused(1, "X.gen.java", ".gitignore");
    GlossRun.of("explain", "--model", V3, folder.resolve("X.gen.java") + ":1-1")
        .refused(1, "X.gen.java", ".gitignore");
  }

  private static GlossRun complete(String place) {
    return GlossRun.of("complete", "--model", V3, place);
  }
}
