package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TokenizeCommandTest {
  private static final String MODEL = GlossRun.goldenModel("v3");

  @Test
  void encodesAndDecodes() {
    assertEquals("42,71,281,81,375,278,337\n", tokenize("Hello world").out());
    assertEquals("Hello world\n", tokenize("--ids", "42,71,281,81,375,278,337").out());
    assertEquals(
        "{\"ids\":[42,71,281,81,375,278,337],\"text\":\"Hello world\"}\n",
        tokenize("--json", "Hello world").out());
  }

  @Test
  void answersOneLineForEachLine() {
    GlossRun run =
        GlossRun.withInput(
            "{\"text\":\"Hello world\"}\n\n{\"ids\":[42,71]}\n",
            "tokenize",
            "--model",
            MODEL,
            "--jsonl");
    assertEquals(0, run.status());
    assertEquals(
        """
        {"ids":[42,71,281,81,375,278,337],"text":"Hello world"}
        {"ids":[42,71],"text":"He"}
        """,
        run.out());
  }

  @Test
  void refusesWhatItCannotRead() {
    tokenize().refused(2, "TEXT", "--ids", "--jsonl");
    tokenize("a", "--ids", "1").refused(2, "exactly one");
    tokenize("--ids", "1,x").refused(2, "1,x");
    tokenize("--ids", "1,-2").refused(2, "1,-2");
    tokenize("--ids", "42,99999999").refused(1, "99999999", "expected 0 to");
    jsonl("{\"txet\":\"a\"}").refused(1, "standard input", "line 1", "\"text\"", "txet");
    jsonl("{\"text\":\"a\",\"ids\":[1]}").refused(1, "line 1");
    jsonl("{\"ids\":[99999999]}").refused(1, "99999999");
    jsonl("null").refused(1, "line 1");
    jsonl("{\"text\":").refused(1, "line 1");
  }

  @Test
  void refusesModelsThatAreNotThereOrNotBuiltYet() {
    GlossRun.of("tokenize", "--model", "/no/such/folder", "a").refused(1, "/no/such/folder");
    GlossRun.of("tokenize", "--model", "x.gguf", "a").refused(1, "x.gguf", "no such file");
    GlossRun.of("tokenize", "--model", "openai:http://localhost#m", "a")
        .refused(2, "not built yet");
  }

  private static GlossRun jsonl(String line) {
    return GlossRun.withInput(line + "\n", "tokenize", "--model", MODEL, "--jsonl");
  }

  private static GlossRun tokenize(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "tokenize";
    all[1] = "--model";
    all[2] = MODEL;
    System.arraycopy(words, 0, all, 3, words.length);
    return GlossRun.of(all);
  }
}
