package dev.gloss.server.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Files with one JSON object a line.
public final class CaseFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private CaseFile() {}

  /// Reads all cases.
  ///
  /// @param type a record whose components are the fields that must be there, but for those marked
  ///   [Nullable]
  /// @throws CaseFileException if the file cannot be read, has no cases, or a line is malformed;
  ///   the message names the file, the line and the field
  public static <T> List<T> read(Path file, Class<T> type) {
    List<T> cases = readIfAny(file, type);
    if (cases.isEmpty()) {
      throw new CaseFileException(file + ": has no cases, expected one JSON object a line");
    }
    return cases;
  }

  /// As [#read], but a file without a line is an empty list.
  ///
  /// @throws CaseFileException if the file cannot be read or a line is malformed
  public static <T> List<T> readIfAny(Path file, Class<T> type) {
    ObjectReader reader = JSON.readerFor(type);
    List<T> cases = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          T parsed = reader.readValue(line);
          if (parsed == null) {
            throw malformed(file, number, "expected a JSON object, found null");
          }
          String missing = missing(type, parsed);
          if (missing != null) {
            throw malformed(file, number, "field '" + missing + "': is missing");
          }
          cases.add(parsed);
        }
      }
    } catch (JsonProcessingException e) {
      throw malformed(file, number, describe(e));
    } catch (NoSuchFileException e) {
      throw new CaseFileException(file + ": no such file");
    } catch (CharacterCodingException e) {
      throw malformed(file, number + 1, "is not UTF-8");
    } catch (IOException e) {
      throw new CaseFileException(file + ": cannot be read: " + e.getMessage());
    }
    return cases;
  }

  private static @Nullable String missing(Class<?> type, Object parsed) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        continue;
      }
      try {
        if (component.getAccessor().invoke(parsed) == null) {
          return component.getName();
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " is no public record", e);
      }
    }
    return null;
  }

  /// So many cases, spread evenly over the list; all of them where there are no more.
  public static <T> List<T> spread(List<T> cases, int limit) {
    if (limit >= cases.size()) {
      return cases;
    }
    List<T> some = new ArrayList<>(limit);
    for (int i = 0; i < limit; i++) {
      some.add(cases.get((int) ((long) i * cases.size() / limit)));
    }
    return some;
  }

  private static CaseFileException malformed(Path file, int line, String what) {
    return new CaseFileException(file + ": line " + line + ": " + what);
  }

  private static String describe(JsonProcessingException e) {
    String field =
        e instanceof MismatchedInputException mismatch
            ? mismatch.getPath().stream()
                .map(part -> String.valueOf(part.getFieldName()))
                .collect(Collectors.joining("."))
            : "";
    String first = e.getOriginalMessage().lines().findFirst().orElse("is no JSON object");
    String what = first.replaceFirst(" \\(start marker at .*", "");
    return field.isEmpty() ? what : "field '" + field + "': " + what;
  }
}
