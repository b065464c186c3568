package dev.gloss.prompts.chat.jinja;

/// A template cannot be parsed or rendered. The message starts with the line.
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  /// @param line in the template, from 1; 0 where it is not known yet
  /// @param problem what is wrong
  public TemplateException(int line, String problem) {
    super(line > 0 ? "line " + line + ": " + problem : problem);
    this.line = line;
  }

  /// Line of the template, from 1; 0 where it is not known.
  public int line() {
    return line;
  }

  /// The same at this line, where none was known.
  TemplateException at(int known) {
    return line > 0 || getMessage() == null ? this : new TemplateException(known, getMessage());
  }
}
