package dev.gloss.server.models;

import java.util.Locale;

/// Sizes for a person, in powers of ten as hubs and disks count them.
public final class ByteCount {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private ByteCount() {}

  /// For example `491 MB` or `4.7 GB`.
  public static String of(long bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String form = unit == 0 || Math.abs(value) >= 9.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, UNITS[unit]);
  }
}
