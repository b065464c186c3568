package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.server.models.FileChoice;
import dev.gloss.server.models.HubFile;
import dev.gloss.server.models.PullListener.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final StringWriter shown = new StringWriter();
  private long nanos;

  private ProgressLines lines(boolean terminal) {
    return new ProgressLines(new PrintWriter(shown), terminal, () -> nanos);
  }

  private void fetch(ProgressLines lines, long bytes, double seconds) {
    nanos += (long) (seconds * 1e9);
    lines.advanced(bytes);
  }

  private void check(String... expected) {
    assertEquals(List.of(expected), shown.toString().lines().toList());
  }

  @Test
  void elsewhereThanOnATerminalALineComesNowAndThen() {
    ProgressLines lines = lines(false);
    lines.begin("a.gguf", Step.FETCHING, 0, 400_000_000);
    fetch(lines, 50_000_000, 5);
    fetch(lines, 50_000_000, 5);
    lines.note("the connection broke");
    fetch(lines, 300_000_000, 9);
    lines.end();
    check(
        "a.gguf: 25 %, 100 MB of 400 MB, 10 MB/s, 30 s left",
        "the connection broke", "a.gguf: 400 MB are here");
  }

  @Test
  void onATerminalOneLineChanges() {
    ProgressLines lines = lines(true);
    lines.begin("a.gguf", Step.FETCHING, 100, 1000);
    fetch(lines, 100, 1);
    fetch(lines, 1, 0.1);
    fetch(lines, 799, 0.5);
    lines.end();
    check(
        "a.gguf: goes on after 100 B",
        "",
        "\u001b[Ka.gguf: 20 %, 200 B of 1.0 kB, 100 B/s, 8 s left",
        "\u001b[Ka.gguf: 100 %, 1.0 kB of 1.0 kB, 239 B/s, 0 s left",
        "\u001b[Ka.gguf: 1.0 kB are here");
  }

  @Test
  void whatIsCheckedLeavesNoLine() {
    ProgressLines lines = lines(false);
    lines.begin("a.gguf", Step.VERIFYING, 0, 30_000_000_000L);
    fetch(lines, 1_000_000_000, 11);
    lines.end();
    check("checking a.gguf: 3 %, 1.0 GB of 30 GB, 91 MB/s, 5 min left");
  }

  @Test
  void aSizeThatNobodyToldIsNotGuessed() {
    ProgressLines lines = lines(false);
    lines.begin("a.gguf", Step.FETCHING, 0, HubFile.UNKNOWN);
    fetch(lines, 20_000_000, 10);
    lines.restarted();
    fetch(lines, 10_000_000, 10);
    lines.end();
    check("a.gguf: 20 MB, 2.0 MB/s", "a.gguf: 10 MB, 1.1 MB/s", "a.gguf: 10 MB are here");
  }

  @Test
  void whatElseThereIsIsListed() {
    HubFile file = new HubFile("a-Q4_K_M.gguf", 5_000_000, null);
    lines(false).chosen("m/a", new FileChoice(List.of(file), "Q4_K_M", List.of("Q8_0 (9.0 MB)")));
    lines(false).chosen("m/a", new FileChoice(List.of(file), "Q4_K_M", List.of()));
    check("m/a: Q4_K_M (5.0 MB); there are also Q8_0 (9.0 MB)", "m/a: Q4_K_M (5.0 MB)");
  }
}
