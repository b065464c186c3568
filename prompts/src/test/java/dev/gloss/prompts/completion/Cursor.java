package dev.gloss.prompts.completion;

/// Documents of tests mark the cursor by a bar.
final class Cursor {
  private Cursor() {}

  static CompletionSite in(String document) {
    int bar = document.indexOf('|');
    return CompletionSite.at(document.substring(0, bar) + document.substring(bar + 1), bar);
  }
}
