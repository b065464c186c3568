package dev.gloss.inference.cache;

/// Copies the contents of pages for whoever knows only their numbers.
@FunctionalInterface
public interface PageCopy {

  /// Copies the first `tokens` positions of one page to another.
  void copyPage(int from, int to, int tokens);
}
