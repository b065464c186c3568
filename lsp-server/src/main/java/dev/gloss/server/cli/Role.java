package dev.gloss.server.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a model is used for.
enum Role {
  /// Text at the cursor.
  COMPLETION,
  /// What code does.
  EXPLAIN;

  /// In lower case, as options and JSON have it.
  @JsonValue
  String printed() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For a sentence.
  ///
  /// @param role null for all
  static String describe(@Nullable Role role) {
    return switch (role) {
      case null -> "for completions and explanations";
      case COMPLETION -> "for completions";
      case EXPLAIN -> "for explanations";
    };
  }
}
