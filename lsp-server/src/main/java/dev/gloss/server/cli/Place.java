package dev.gloss.server.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A place in a file on the command line: `FILE:LINE:COL`.
///
/// @param file the file
/// @param line 1-based
/// @param column 1-based, in UTF-16 units
record Place(Path file, int line, int column) {

  /// Reads a place.
  static final class Converter implements ITypeConverter<Place> {
    private static final Pattern FORM = Pattern.compile("(.+):([1-9]\\d{0,8}):([1-9]\\d{0,8})");

    @Override
    public Place convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "expected FILE:LINE:COL with a line and a column from 1 on, got '" + value + "'");
      }
      return new Place(
          Path.of(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)));
    }
  }
}
