package dev.gloss.server.workspace;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of one `.gitignore` or `.aiignore`, read as Git reads them (gitignore(5), `dir.c`).
///
/// Patterns and paths are strings of bytes ([PathBytes]).
final class IgnoreFile {
  /// The byte order mark of UTF-8, in bytes.
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final List<Rule> rules;

  private IgnoreFile(List<Rule> rules) {
    this.rules = rules;
  }

  /// Reads a file's bytes.
  ///
  /// @param wide whether UTF-16 is read as well, where a byte order mark says that it is; to Git
  ///   that is a file of other patterns
  static IgnoreFile parse(byte[] file, boolean wide) {
    Charset charset = wide ? wideCharset(file) : null;
    return parse(
        charset == null
            ? new String(file, StandardCharsets.ISO_8859_1)
            : PathBytes.of(new String(file, 2, file.length - 2, charset)));
  }

  private static @Nullable Charset wideCharset(byte[] file) {
    int mark = file.length < 2 ? 0 : (file[0] & 0xff) << 8 | file[1] & 0xff;
    return mark == 0xfffe
        ? StandardCharsets.UTF_16LE
        : mark == 0xfeff ? StandardCharsets.UTF_16BE : null;
  }

  /// Reads a text of bytes.
  static IgnoreFile parse(String text) {
    List<Rule> rules = new ArrayList<>();
    int at = text.startsWith(MARK) ? MARK.length() : 0;
    while (at < text.length()) {
      int lineFeed = text.indexOf('\n', at);
      int end = lineFeed < 0 ? text.length() : lineFeed;
      int cut = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
      Rule.parse(text.substring(at, cut)).ifPresent(rules::add);
      at = end + 1;
    }
    Collections.reverse(rules);
    return new IgnoreFile(rules);
  }

  /// What the last rule that speaks of this path says: ignore it (true) or not (false).
  ///
  /// @param path below the folder of this file, in bytes, with slashes
  Optional<Boolean> verdict(String path, boolean directory) {
    for (Rule rule : rules) {
      if (rule.matches(path, directory)) {
        return Optional.of(!rule.negated());
      }
    }
    return Optional.empty();
  }

  /// One line.
  ///
  /// @param glob what it names
  /// @param anchored it names a path below the file's folder, not a name at any depth
  /// @param directoriesOnly it names folders alone
  /// @param negated it takes paths back in
  private record Rule(Glob glob, boolean anchored, boolean directoriesOnly, boolean negated) {

    static Optional<Rule> parse(String line) {
      if (line.startsWith("#")) {
        return Optional.empty();
      }
      int zero = line.indexOf('\0');
      String pattern = withoutTrailingBlanks(zero < 0 ? line : line.substring(0, zero));
      boolean negated = pattern.startsWith("!");
      if (negated) {
        pattern = pattern.substring(1);
      }
      boolean directoriesOnly = pattern.endsWith("/");
      if (directoriesOnly) {
        pattern = pattern.substring(0, pattern.length() - 1);
      }
      boolean anchored = pattern.contains("/");
      if (pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
      return pattern.isEmpty()
          ? Optional.empty()
          : Optional.of(new Rule(new Glob(pattern), anchored, directoriesOnly, negated));
    }

    /// A blank behind a backslash is kept; other white space is never cut.
    private static String withoutTrailingBlanks(String line) {
      int end = 0;
      for (int i = 0; i < line.length(); i++) {
        boolean escaped = line.charAt(i) == '\\';
        i += escaped ? 1 : 0;
        end = escaped || line.charAt(i) != ' ' ? i + 1 : end;
      }
      return line.substring(0, Math.min(end, line.length()));
    }

    boolean matches(String path, boolean directory) {
      if (directoriesOnly && !directory) {
        return false;
      }
      return glob.matches(anchored ? path : path.substring(path.lastIndexOf('/') + 1));
    }
  }
}
