package dev.gloss.prompts.completion;

/// The line of a text by which it is judged: a text is kept if this stands there in the end.
public final class FirstLine {
  private FirstLine() {}

  /// The first line that says something, without the white space around it; empty where none does.
  public static String of(String text) {
    return text.strip().lines().findFirst().orElse("").strip();
  }
}
