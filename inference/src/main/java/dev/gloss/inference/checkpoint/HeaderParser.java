package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.DType;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of a safetensors header in one pass and checks each tensor by itself.
final class HeaderParser {

  private static final int MAX_RANK = 8;
  private static final String METADATA = "__metadata__";

  // Names are not kept in the parser's table of symbols: a header has tens of thousands of them.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(32)
                  .maxNameLength(4096)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private final Path file;
  private final JsonParser parser;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();

  private HeaderParser(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// Reads a header.
  ///
  /// @param file named in errors
  /// @param header the JSON and nothing after it but white space
  /// @return the tensors by name, in the header's order
  /// @throws ModelException if this is no header
  static Map<String, TensorEntry> parse(Path file, Reader header) {
    try (JsonParser parser = JSON.createParser(header)) {
      HeaderParser run = new HeaderParser(file, parser);
      run.root();
      return run.entries;
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": the header is no valid JSON: " + Found.json(e), e);
    } catch (IOException e) {
      throw new ModelException(file + ": the header cannot be read: " + Found.reason(e), e);
    }
  }

  private void root() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "the header", "a JSON object");
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (name.equals(METADATA)) {
        metadata();
      } else {
        TensorEntry entry = tensor(name);
        if (entries.putIfAbsent(name, entry) != null) {
          throw new ModelException(file + ": " + label(name) + " is listed twice, expected once");
        }
      }
    }
    if (parser.nextToken() != null) {
      throw new ModelException(
          file + ": the header goes on after its JSON object, expected nothing but spaces");
    }
  }

  /// An object of strings; null counts as none, as for the format's reference reader.
  private void metadata() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(parser.currentToken(), JsonToken.START_OBJECT, METADATA, "an object of strings");
    while (parser.nextFieldName() != null) {
      expect(parser.nextToken(), JsonToken.VALUE_STRING, METADATA, "an object of strings");
    }
  }

  private TensorEntry tensor(String name) throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT, label(name), "an object");
    DType dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    String key;
    while ((key = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (key) {
        case "dtype" -> dtype = once(name, key, dtype, dtype(name));
        case "shape" -> shape = once(name, key, shape, numbers(name, key));
        case "data_offsets" -> offsets = once(name, key, offsets, numbers(name, key));
        default ->
            throw new ModelException(
                file
                    + ": "
                    + label(name)
                    + " has a field "
                    + Found.text(key)
                    + ", expected dtype, shape and data_offsets");
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw new ModelException(file + ": " + label(name) + " has no " + missing + ", expected one");
    }
    return checked(name, dtype, shape, offsets);
  }

  private TensorEntry checked(String name, DType dtype, List<Long> shape, List<Long> offsets) {
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw new ModelException(
          file + ": " + label(name) + " has data_offsets " + offsets + ", expected [begin, end]");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long expected = sizeBytes(name, dtype, shape);
    if (end - begin != expected) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s: %s has %d bytes, expected %d for %s %s",
              file,
              label(name),
              end - begin,
              expected,
              dtype,
              shape));
    }
    return new TensorEntry(name, dtype, shape, begin, end);
  }

  private long sizeBytes(String name, DType dtype, List<Long> shape) {
    try {
      return dtype.bytes(shape);
    } catch (ArithmeticException e) {
      throw new ModelException(
          file + ": " + label(name) + " has shape " + shape + ", expected one that fits a file", e);
    }
  }

  private DType dtype(String tensor) throws IOException {
    String what = "the dtype of " + label(tensor);
    String expected = "one of F32, F16, BF16, F8_E4M3";
    expect(parser.currentToken(), JsonToken.VALUE_STRING, what, expected);
    String name = parser.getText();
    return DType.named(name)
        .orElseThrow(
            () ->
                new ModelException(
                    file + ": " + what + " is " + Found.text(name) + ", expected " + expected));
  }

  private List<Long> numbers(String tensor, String key) throws IOException {
    String what = key + " of " + label(tensor);
    String expected = "a list of at most " + MAX_RANK + " non-negative integers";
    expect(parser.currentToken(), JsonToken.START_ARRAY, what, expected);
    List<Long> numbers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, what, expected);
      long number = parser.getLongValue();
      if (number < 0 || numbers.size() == MAX_RANK) {
        throw new ModelException(
            file
                + ": "
                + what
                + " is "
                + numbers
                + " and then "
                + number
                + ", expected "
                + expected);
      }
      numbers.add(number);
    }
    return numbers;
  }

  private <T> T once(String tensor, String key, @Nullable T before, T now) {
    if (before != null) {
      throw new ModelException(
          file + ": " + label(tensor) + " has two fields " + key + ", expected one");
    }
    return now;
  }

  private void expect(@Nullable JsonToken found, JsonToken wanted, String what, String expected)
      throws IOException {
    if (found != wanted) {
      throw new ModelException(
          file + ": " + what + " is " + worded(found) + ", expected " + expected);
    }
  }

  private String worded(@Nullable JsonToken found) throws IOException {
    return switch (found) {
      case null -> "empty";
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      default -> Found.text(parser.getText());
    };
  }

  private static String label(String tensor) {
    return "tensor " + Found.text(tensor);
  }
}
