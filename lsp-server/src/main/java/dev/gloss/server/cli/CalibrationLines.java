package dev.gloss.server.cli;

import dev.gloss.server.eval.Calibration;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how far a calibration is: on a terminal in one line that changes, elsewhere in a line
/// every twenty seconds.
///
/// Used by one thread.
final class CalibrationLines {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 20_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final long start;
  private long shownAt;

  /// @param clock in nanoseconds
  CalibrationLines(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shownAt = start;
  }

  /// Shows it if it is time.
  void show(Calibration.Progress progress) {
    long now = clock.getAsLong();
    if (now - shownAt < (terminal ? TERMINAL_NANOS : PLAIN_NANOS) || progress.done() == 0) {
      return;
    }
    shownAt = now;
    double seconds = (now - start) / 1e9 / progress.done() * (progress.total() - progress.done());
    String text =
        "%d of %d fills (%s), %d s left"
            .formatted(
                progress.done(),
                progress.total(),
                progress.form().name().toLowerCase(Locale.ROOT),
                Math.round(seconds));
    out.print(terminal ? CLEAR + text : text + System.lineSeparator());
    out.flush();
  }

  /// Clears what may be written over.
  void end() {
    if (terminal) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
