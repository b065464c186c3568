package dev.gloss.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people write them: `8G`, `1.5 GiB`, `500M`, `4096`; a letter is a power of 1024.
public final class MemorySize {
  /// What is understood, for messages.
  public static final String EXPECTED = "a size such as 8G or 500M";

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([KMGT]?)(?:I?B)?", Pattern.CASE_INSENSITIVE);

  private MemorySize() {}

  /// The number of bytes.
  ///
  /// @throws IllegalArgumentException if it is no size, or none that a `long` holds; one line
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + EXPECTED + ", got '" + text + "'");
    }
    String unit = matcher.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : 10 * " KMGT".indexOf(unit);
    double bytes = Double.parseDouble(matcher.group(1)) * (1L << power);
    if (bytes < 1 || bytes >= Long.MAX_VALUE) {
      throw new IllegalArgumentException("expected 1 byte or more, got '" + text + "'");
    }
    return (long) bytes;
  }
}
