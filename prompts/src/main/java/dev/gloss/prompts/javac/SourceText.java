package dev.gloss.prompts.javac;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A text in memory as a source file of the compiler.
public final class SourceText extends SimpleJavaFileObject {
  private final String text;

  /// @param uri tells it from other files; its last name, without the ending, is that of the class
  ///   around what stands in no class
  /// @param text all of it
  public SourceText(URI uri, String text) {
    super(uri, Kind.SOURCE);
    this.text = text;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
