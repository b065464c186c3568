package dev.gloss.server.cli;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A line of a file on the command line, or several: `FILE:LINE` or `FILE:LINE-LINE`.
///
/// @param file the file
/// @param first 1-based
/// @param last 1-based, at least `first`
record LineRange(Path file, int first, int last) {

  /// Reads a range.
  static final class Converter implements ITypeConverter<LineRange> {
    private static final Pattern FORM =
        Pattern.compile("(.+):([1-9]\\d{0,8})(?:-([1-9]\\d{0,8}))?");

    @Override
    public LineRange convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (matcher.matches()) {
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        if (last >= first) {
          return new LineRange(Path.of(matcher.group(1)), first, last);
        }
      }
      throw new TypeConversionException(
          "expected FILE:LINE or FILE:LINE-LINE with lines from 1 on, got '" + value + "'");
    }
  }
}
