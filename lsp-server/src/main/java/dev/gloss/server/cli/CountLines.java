package dev.gloss.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how far a long piece of work is: on a terminal in one line that changes, elsewhere in a
/// line every twenty seconds.
///
/// Used by one thread.
final class CountLines {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 20_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final String noun;
  private final LongSupplier clock;
  private final long start;
  private long shownAt;

  /// @param terminal whether `out` is one
  /// @param noun what is counted
  /// @param clock in nanoseconds
  CountLines(PrintWriter out, boolean terminal, String noun, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.noun = noun;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shownAt = start;
  }

  /// Shows it if it is time.
  ///
  /// @param done how many are done
  /// @param total how many there are
  /// @param what is being done now; empty where that goes without saying
  void show(int done, int total, String what) {
    long now = clock.getAsLong();
    if (now - shownAt < (terminal ? TERMINAL_NANOS : PLAIN_NANOS) || done == 0) {
      return;
    }
    shownAt = now;
    double seconds = (now - start) / 1e9 / done * (total - done);
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d %s%s, %,.0f s left",
            done,
            total,
            noun,
            what.isEmpty() ? "" : " (" + what + ")",
            seconds);
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
