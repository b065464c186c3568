package dev.gloss.server.models;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Paths inside of a repository, as a hub tells them, before a file of that name is written.
final class SafePath {
  private static final int LONGEST_SEGMENT = 200;

  /// What no file system of ours has trouble with; no `:`, which means a stream on Windows and a
  /// file in the names that people write.
  private static final Pattern SEGMENT =
      Pattern.compile("[\\p{L}\\p{N}_+=@#(),\\[\\]-][\\p{L}\\p{N} ._+=@#(),\\[\\]~-]*");

  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  /// Endings of files that the store keeps beside the models.
  private static final List<String> OURS =
      List.of(Part.ENDING, Part.STATE_ENDING, PullRecord.ENDING);

  private SafePath() {}

  /// Checks that a path names a file in its repository and can be written on every system.
  ///
  /// @param path its parts separated by `/`
  /// @throws IllegalArgumentException if not; the message names the path
  static String check(String path) {
    for (String segment : path.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()
          || segment.endsWith(".")
          || segment.endsWith(" ")
          || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT
          || DEVICE.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "'" + printable(path) + "' is no file name that can be kept");
      }
    }
    if (OURS.stream().anyMatch(path::endsWith)) {
      throw new IllegalArgumentException(
          "'" + path + "' is a name that the store needs for itself");
    }
    return path;
  }

  /// The file of that path below a folder.
  ///
  /// @throws IllegalArgumentException if the path might lead out of the folder
  static Path below(Path folder, String path) {
    Path file = folder.resolve(check(path)).normalize();
    if (!file.startsWith(folder.normalize()) || file.equals(folder.normalize())) {
      throw new IllegalArgumentException("'" + printable(path) + "' leads out of " + folder);
    }
    return file;
  }

  private static String printable(String path) {
    String text = path.replaceAll("\\p{Cntrl}", "?");
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
