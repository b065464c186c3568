package dev.gloss.server.cli;

import dev.gloss.server.models.ByteCount;
import dev.gloss.server.models.FileChoice;
import dev.gloss.server.models.HubFile;
import dev.gloss.server.models.PullListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how far a download is: on a terminal in one line that changes, elsewhere in a line every
/// ten seconds.
///
/// Used by one thread.
final class ProgressLines implements PullListener {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 10_000_000_000L;

  /// A speed is that of the last seconds, not of the whole time.
  private static final double FORGETTING_NANOS = 5e9;

  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;

  private String what = "";
  private Step step = Step.FETCHING;
  private long total;
  private long done;
  private long shownAt;
  private long measuredAt;
  private long measuredDone;
  private double bytesPerNano;

  /// @param out where it is shown
  /// @param terminal whether a line can be written over
  /// @param clock in nanoseconds
  ProgressLines(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void chosen(String repository, FileChoice choice) {
    String others =
        choice.others().isEmpty() ? "" : "; there are also " + String.join(", ", choice.others());
    line(
        "%s: %s (%s)%s"
            .formatted(
                repository,
                choice.chosen(),
                choice.files().stream().mapToLong(HubFile::bytes).anyMatch(bytes -> bytes < 0)
                    ? "size unknown"
                    : ByteCount.of(choice.files().stream().mapToLong(HubFile::bytes).sum()),
                others));
  }

  @Override
  public void begin(String what, Step step, long done, long total) {
    this.what = what;
    this.step = step;
    this.total = total;
    this.done = done;
    bytesPerNano = 0;
    measuredAt = clock.getAsLong();
    measuredDone = done;
    shownAt = measuredAt;
    if (done > 0 && step == Step.FETCHING) {
      line(what + ": goes on after " + ByteCount.of(done));
    }
  }

  @Override
  public void advanced(long bytes) {
    done += bytes;
    long now = clock.getAsLong();
    if (now - shownAt >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
      measure(now);
      shownAt = now;
      out.print(terminal ? CLEAR + text() : text() + System.lineSeparator());
      out.flush();
    }
  }

  @Override
  public void restarted() {
    done = 0;
    measuredDone = 0;
    measuredAt = clock.getAsLong();
  }

  @Override
  public void end() {
    if (terminal) {
      out.print(CLEAR);
    }
    if (step == Step.FETCHING) {
      line(what + ": " + ByteCount.of(done) + " are here");
    }
    out.flush();
  }

  @Override
  public void note(String sentence) {
    line((terminal ? CLEAR : "") + sentence);
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }

  private void measure(long now) {
    double nanos = Math.max(1, now - measuredAt);
    double speed = (done - measuredDone) / nanos;
    double kept = bytesPerNano == 0 ? 0 : Math.exp(-nanos / FORGETTING_NANOS);
    bytesPerNano = kept * bytesPerNano + (1 - kept) * speed;
    measuredAt = now;
    measuredDone = done;
  }

  private String text() {
    String speed = ByteCount.of(Math.round(bytesPerNano * 1e9)) + "/s";
    String verb = step == Step.VERIFYING ? "checking " : "";
    if (total <= 0) {
      return "%s%s: %s, %s".formatted(verb, what, ByteCount.of(done), speed);
    }
    return String.format(
        Locale.ROOT,
        "%s%s: %d %%, %s of %s, %s%s",
        verb,
        what,
        100 * done / total,
        ByteCount.of(done),
        ByteCount.of(total),
        speed,
        bytesPerNano > 0 ? ", " + left((total - done) / bytesPerNano / 1e9) : "");
  }

  private static String left(double seconds) {
    if (seconds < 90) {
      return Math.round(seconds) + " s left";
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 90
        ? minutes + " min left"
        : String.format(Locale.ROOT, "%.1f h left", minutes / 60.0);
  }
}
