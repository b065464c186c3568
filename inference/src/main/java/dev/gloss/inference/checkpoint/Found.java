package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// What was found in a file, worded for one line of an error message.
final class Found {

  private static final int MAX_CHARS = 80;
  private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*", Pattern.DOTALL);

  private Found() {}

  /// Text from a file in one short line: control characters escaped, the rest cut off.
  static String text(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_CHARS; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.append(text.length() > MAX_CHARS ? "…" : "").toString();
  }

  /// What the parser says is wrong with a JSON text, without where it has the text from.
  static String json(JsonProcessingException e) {
    return text(SOURCE.matcher(e.getOriginalMessage()).replaceAll(""));
  }

  /// The error for a file that the file system would not read.
  static ModelException unreadable(Path file, IOException cause) {
    String reason =
        cause instanceof NoSuchFileException ? "is missing" : "cannot be read: " + reason(cause);
    return new ModelException(file + ": " + reason, cause);
  }

  /// What an exception says, in one line; its kind where it says nothing.
  static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : text(message);
  }
}
