package dev.gloss.server.secrets;

import java.util.Locale;
import java.util.Set;

/// What stands in a secret's place in examples and templates.
final class Placeholder {
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "pass",
          "pwd",
          "pw",
          "secret",
          "token",
          "key",
          "user",
          "username",
          "changeme",
          "change_me",
          "example",
          "yourpassword",
          "your_password",
          "your-password",
          "mypassword",
          "my_password",
          "my-password",
          "none",
          "null",
          "true",
          "false",
          "undefined",
          "redacted",
          "hidden",
          "todo",
          "placeholder",
          "dummy");

  private Placeholder() {}

  /// Whether a value is none yet.
  ///
  /// @param inUrl whether `:name` and `%s` are parts of it as likely as anything else
  static boolean is(String value, boolean inUrl) {
    String plain = value.toLowerCase(Locale.ROOT);
    return WORDS.contains(plain)
        || Randomness.distinct(value, 0, value.length()) == 1
        || isEnclosed(value)
        || value.contains("${")
        || value.contains("#{")
        || value.contains("{{")
        || value.contains("$(")
        || isName(value)
        || inUrl && value.length() == 2 && value.startsWith("%");
  }

  private static boolean isEnclosed(String value) {
    char first = value.charAt(0);
    char last = value.charAt(value.length() - 1);
    return first == '<' && last == '>'
        || first == '{' && last == '}'
        || first == '[' && last == ']'
        || first == '%' && last == '%'
        || first == '@' && last == '@'
        || first == '(' && last == ')';
  }

  /// `$NAME` of a shell.
  private static boolean isName(String value) {
    return value.length() > 1
        && value.charAt(0) == '$'
        && (Randomness.isLetter(value.charAt(1)) || value.charAt(1) == '_')
        && CharSet.WORD.end(value, 1, value.length()) == value.length();
  }
}
