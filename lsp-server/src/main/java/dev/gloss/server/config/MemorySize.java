package dev.gloss.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts of memory as people write them: `8G`, `1.5G`, `512M`, in powers of 1024.
public final class MemorySize {
  /// What is understood, for messages.
  public static final String EXPECTED = "an amount of memory such as 8G or 512M";

  private static final Pattern FORM =
      Pattern.compile("(?i)(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([kmgt]?)(?:i?b)?");

  private MemorySize() {}

  /// Reads an amount.
  ///
  /// @return bytes, more than 0
  /// @throws IllegalArgumentException if it is none
  public static long parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      int power = "kmgt".indexOf(form.group(2).toLowerCase(Locale.ROOT)) + 1;
      boolean bare = form.group(2).isEmpty();
      double bytes = Double.parseDouble(form.group(1)) * (bare ? 1 : Math.pow(1024, power));
      if (bytes >= 1 && bytes < Long.MAX_VALUE) {
        return (long) bytes;
      }
    }
    throw new IllegalArgumentException("expected " + EXPECTED + ", got '" + text + "'");
  }
}
