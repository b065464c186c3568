package dev.gloss.server.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// How the process logs: one line an event, to standard error.
final class Logging {
  private static final Logger ROOT = Logger.getLogger("");

  private Logging() {}

  /// Warnings and errors only, one line each.
  static void configure() {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %4$s %3$s: %5$s%6$s%n");
    ROOT.setLevel(Level.WARNING);
  }

  /// Everything that is worth telling.
  static void verbose() {
    ROOT.setLevel(Level.INFO);
    for (Handler handler : ROOT.getHandlers()) {
      handler.setLevel(Level.INFO);
    }
  }
}
