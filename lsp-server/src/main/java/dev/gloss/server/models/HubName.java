package dev.gloss.server.models;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person calls a model on a hub: `OWNER/NAME`, or `OWNER/NAME:FILE` for one file of it.
///
/// @param repository owner and name
/// @param file a file's name, its path in the repository, or the name of a quantisation; null for
///   whatever suits best
public record HubName(String repository, @Nullable String file) {
  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
  private static final Pattern FORM =
      Pattern.compile("(?<repository>" + PART + "/" + PART + ")(?::(?<file>.+))?");

  /// Checks the form.
  ///
  /// @throws IllegalArgumentException if the repository is not of the form `OWNER/NAME`, or the
  ///   file's path might lead out of it
  public HubName {
    Matcher form = FORM.matcher(repository);
    if (!form.matches() || form.group("file") != null || isDangerous(repository)) {
      throw new IllegalArgumentException(
          "'" + repository + "': expected OWNER/NAME, of letters, digits, '.', '_' and '-'");
    }
    if (file != null) {
      SafePath.check(file);
    }
  }

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException if it is none; the message says what was expected
  public static HubName parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "': expected OWNER/NAME or OWNER/NAME:FILE, as the hub names it");
    }
    return new HubName(form.group("repository"), form.group("file"));
  }

  /// Whether a text has the form of such a name.
  public static boolean looksLike(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return file == null ? repository : repository + ":" + file;
  }

  private static boolean isDangerous(String repository) {
    return repository.contains("..") || repository.endsWith(".") || repository.contains("./");
  }
}
