package dev.gloss.server.cli;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The process that the launcher puts behind standard error, to take away the one line with which
/// the virtual machine begins. What this process says last is to be there before it ends, so that
/// no prompt comes in between.
final class LauncherFilter {
  private static final String VARIABLE = "GLOSS_STDERR_FILTER";
  private static final int PATIENCE_MILLIS = 500;

  private LauncherFilter() {}

  /// Closes standard error and waits until everything has passed; does nothing without a filter.
  static void drain() {
    Optional<ProcessHandle> filter = find(System.getenv(VARIABLE));
    if (filter.isEmpty()) {
      return;
    }
    System.err.close();
    try {
      filter
          .get()
          .onExit()
          .completeOnTimeout(filter.get(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          .join();
    } catch (CancellationException | CompletionException e) {
      // Then it is not waited for.
    }
  }

  private static Optional<ProcessHandle> find(@Nullable String number) {
    try {
      return number == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
