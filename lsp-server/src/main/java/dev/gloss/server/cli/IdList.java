package dev.gloss.server.cli;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Token ids on the command line, separated by commas: `1,2,3`.
///
/// @param ids none negative
record IdList(int... ids) {

  /// Reads the list.
  static final class Converter implements ITypeConverter<IdList> {
    @Override
    public IdList convert(String value) {
      try {
        int[] ids =
            Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .mapToInt(Integer::parseInt)
                .toArray();
        if (Arrays.stream(ids).allMatch(id -> id >= 0)) {
          return new IdList(ids);
        }
      } catch (NumberFormatException e) {
        // Told below like every other list that is none.
      }
      throw new TypeConversionException(
          "expected token ids separated by commas, such as 1,2,3, got '" + value + "'");
    }
  }
}
