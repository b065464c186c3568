package dev.gloss.inference.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON file that is read from front to back, member by member; only small values become objects.
///
/// A tree of a tokenizer's file would cost half a second and a hundred megabytes.
final class JsonText {
  /// Stands for a member that is not there, in messages.
  static final Object MISSING =
      new Object() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  /// Names are not shared: a vocabulary has a hundred thousand of them, each used once. Numbers are
  /// read as Python's `json` writes them: of any length, and `NaN` and `Infinity`, too.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  /// An integer that fits no `long`; nothing here has a use for one.
  private record HugeInteger(String digits) {

    @Override
    public String toString() {
      return digits.length() > 40 ? digits.substring(0, 40) + "…" : digits;
    }
  }

  /// Takes the members of an object, or the elements of an array, one after the other.
  interface Visitor {

    /// Called with the parser at the value; must leave it at the value's end.
    ///
    /// @param name of a member; empty for an element
    void value(String name) throws IOException;
  }

  /// Reads a whole file; see [#read(Path, Reader)].
  interface Reader<T> {

    /// Called with the parser at the opening brace; must leave it at the closing one.
    T read(JsonText json) throws IOException;
  }

  private final JsonParser parser;

  private JsonText(JsonParser parser) {
    this.parser = parser;
  }

  /// Reads a file that holds one JSON object.
  ///
  /// @throws ModelException if it cannot be read or is not one JSON object
  static <T> T read(Path file, Reader<T> reader) {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = FACTORY.createParser(in)) {
      JsonText json = new JsonText(parser);
      parser.nextToken();
      json.expect(file.toString(), JsonToken.START_OBJECT, "a JSON object");
      T result = reader.read(json);
      if (parser.nextToken() != null) {
        throw new ModelException(
            "%s: expected the end of the file after the object, found %s"
                .formatted(file, json.found()));
      }
      return result;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "%s: expected valid JSON, found at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  firstLine(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new ModelException("%s: cannot be read: %s".formatted(file, e), e);
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "nothing readable" : message.lines().findFirst().orElse("");
  }

  /// Visits the members of the object at hand.
  ///
  /// @param path file and field, for messages
  void members(String path, Visitor visitor) throws IOException {
    expect(path, JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      visitor.value(name);
    }
  }

  /// Visits the elements of the array at hand.
  ///
  /// @param path file and field, for messages
  void elements(String path, Visitor visitor) throws IOException {
    expect(path, JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      visitor.value("");
    }
  }

  /// Whether the value at hand is an array.
  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /// Passes over the value at hand.
  void skip() throws IOException {
    parser.skipChildren();
  }

  /// The integer at hand.
  long integer(String path) throws IOException {
    expect(path, JsonToken.VALUE_NUMBER_INT, "an integer");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new ModelException(
          "%s: expected an integer of 64 bits, found %s"
              .formatted(path, new HugeInteger(parser.getText())));
    }
    return parser.getLongValue();
  }

  /// The string at hand.
  String string(String path) throws IOException {
    expect(path, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /// The object at hand, whole.
  JsonObject object(String path) throws IOException {
    Map<String, @Nullable Object> members = new HashMap<>();
    members(path, name -> members.put(name, value(join(path, name))));
    return new JsonObject(path, members);
  }

  /// The value at hand, whole, in the types that [JsonObject] names.
  @Nullable Object value(String path) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        elements(path, name -> list.add(value(path + "[" + list.size() + "]")));
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new HugeInteger(parser.getText())
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /// File and field of a member: `tokenizer.json: model.vocab`.
  static String join(String path, String name) {
    return path + (path.contains(": ") ? "." : ": ") + name;
  }

  private void expect(String path, JsonToken token, String expected) throws IOException {
    if (parser.currentToken() != token) {
      throw new ModelException("%s: expected %s, found %s".formatted(path, expected, found()));
    }
  }

  private String found() throws IOException {
    return switch (parser.currentToken()) {
      case null -> "an empty file";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> Quoted.of(parser.getText());
      case VALUE_NULL -> "null";
      default -> parser.getText();
    };
  }
}
