package dev.gloss.server.cli;

import dev.gloss.server.assist.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What people call a [Role], in options, settings and results: `completion` and `explain`.
final class RoleWord {
  static final String COMPLETION = "completion";
  static final String EXPLAIN = "explain";

  private RoleWord() {}

  static String of(Role role) {
    return switch (role) {
      case COMPLETION -> COMPLETION;
      case EXPLANATION -> EXPLAIN;
    };
  }

  /// For a sentence.
  ///
  /// @param role null for all
  static String describe(@Nullable Role role) {
    return switch (role) {
      case null -> "for completions and explanations";
      case COMPLETION -> "for completions";
      case EXPLANATION -> "for explanations";
    };
  }

  /// The roles that are meant.
  ///
  /// @param role null for all
  static Set<Role> meant(@Nullable Role role) {
    return role == null ? EnumSet.allOf(Role.class) : EnumSet.of(role);
  }

  /// Reads the word.
  static final class Converter implements ITypeConverter<Role> {
    @Override
    public Role convert(String word) {
      return switch (word) {
        case COMPLETION -> Role.COMPLETION;
        case EXPLAIN -> Role.EXPLANATION;
        default ->
            throw new TypeConversionException(
                "expected " + COMPLETION + " or " + EXPLAIN + ", got '" + word + "'");
      };
    }
  }
}
