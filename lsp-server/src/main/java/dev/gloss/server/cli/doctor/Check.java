package dev.gloss.server.cli.doctor;

/// One thing that has to be right for Gloss to work.
@FunctionalInterface
public interface Check {

  /// Looks, and tells what it found; never throws.
  Finding look();
}
