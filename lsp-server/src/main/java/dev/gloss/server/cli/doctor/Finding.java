package dev.gloss.server.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a check found.
///
/// @param id which check: `jdk`, `vector`, `cores`, `memory`, `model`, `fit`, `speed`, `explain`,
///   `explain-fit`, `explain-speed` or `port`
/// @param status whether it works
/// @param message what was found and, where it does not work, what to do about it
public record Finding(String id, Status status, String message) {

  /// Whether what was looked at works.
  public enum Status {
    /// It works.
    OK,
    /// Gloss works without it, but less well.
    WARN,
    /// Gloss does not work like this.
    FAIL;

    /// In lower case, as the command line prints it.
    @JsonValue
    public String printed() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String id, String message) {
    return new Finding(id, Status.OK, message);
  }

  static Finding warn(String id, String message) {
    return new Finding(id, Status.WARN, message);
  }

  static Finding fail(String id, String message) {
    return new Finding(id, Status.FAIL, message);
  }
}
