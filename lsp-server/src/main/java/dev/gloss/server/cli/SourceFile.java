package dev.gloss.server.cli;

import dev.gloss.server.config.Settings;
import dev.gloss.server.project.FileLanguage;
import dev.gloss.server.workspace.LineIndex;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file that a command works on.
///
/// @param path as it was given
/// @param text its text
record SourceFile(Path path, String text) {

  /// Reads a file that a prompt may contain; the folder in which the command runs counts as the
  /// workspace.
  ///
  /// @throws IllegalArgumentException if it is kept out of prompts; the message says by what
  /// @throws IOException if it cannot be read or is not UTF-8; the message names it
  static SourceFile forPrompt(Path path, Settings settings) throws IOException {
    List<Path> roots = List.of(Path.of("").toAbsolutePath());
    Optional<String> refusal =
        new PromptAdmission().refusal(path, roots, settings.privacy().gitignore());
    if (refusal.isPresent()) {
      throw new IllegalArgumentException(path + ": is left alone: " + refusal.get());
    }
    return read(path);
  }

  /// Reads the file.
  ///
  /// @throws IOException if it cannot be read or is not UTF-8; the message names it
  private static SourceFile read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected a file of text");
    }
    try {
      return new SourceFile(path, Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": is not UTF-8 text", e);
    }
  }

  /// The language, by the file's ending, as LSP names it.
  String languageId() {
    return FileLanguage.of(path);
  }

  /// The file's URI.
  String uri() {
    return path.toUri().toString();
  }

  /// Offset of a line's first character.
  ///
  /// @param line 1-based
  /// @throws IllegalArgumentException if there is no such line
  int startOf(int line) {
    LineIndex lines = new LineIndex(text);
    checkLine(line, lines);
    return lines.start(line - 1);
  }

  /// Offset of a place.
  ///
  /// @param line 1-based
  /// @param column 1-based, in UTF-16 units; one more than the line's length is its end
  /// @throws IllegalArgumentException if there is no such place
  int offset(int line, int column) {
    LineIndex lines = new LineIndex(text);
    checkLine(line, lines);
    int length = lines.end(line - 1) - lines.start(line - 1);
    if (column > length + 1) {
      throw new IllegalArgumentException(
          "%s: line %d: column %d is outside of the line, expected 1 to %d"
              .formatted(path, line, column, length + 1));
    }
    return lines.start(line - 1) + column - 1;
  }

  private void checkLine(int line, LineIndex lines) {
    if (line > lines.count()) {
      throw new IllegalArgumentException(
          "%s: line %d is outside of the file, expected 1 to %d"
              .formatted(path, line, lines.count()));
    }
  }
}
