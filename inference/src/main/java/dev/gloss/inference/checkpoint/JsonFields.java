package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object in a file, each checked as it is read.
///
/// A field that is `null` counts as missing, as in Hugging Face's configurations. What nobody asks
/// for may be anything that Python's `json` writes, `NaN` and numbers of any length among it.
///
/// @param file named in errors
/// @param path of this object in the file, empty or ending with a dot
/// @param node the object
record JsonFields(Path file, String path, ObjectNode node) {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(5000) // Python's limit is 4300 digits
                          .maxNameLength(4096)
                          .maxStringLength(1 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads a file that holds one JSON object.
  ///
  /// @throws ModelException if the file cannot be read, is longer than `maxBytes` or is no JSON
  ///   object
  static JsonFields read(Path file, long maxBytes) {
    try {
      long bytes = Files.size(file);
      if (bytes > maxBytes) {
        throw new ModelException(
            file + ": is " + bytes + " bytes long, expected at most " + maxBytes);
      }
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw Found.unreadable(file, e);
    }
  }

  /// Reads one JSON object.
  ///
  /// @param file that it is from, for errors
  /// @throws ModelException if it is no JSON object
  static JsonFields parse(Path file, byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root instanceof ObjectNode object) {
        return new JsonFields(file, "", object);
      }
      throw new ModelException(file + ": is " + kind(root) + ", expected a JSON object");
    } catch (JsonProcessingException e) {
      throw new ModelException(file + ": is no valid JSON: " + Found.json(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory
    }
  }

  /// Whether the field is there and not null.
  boolean has(String name) {
    return node.hasNonNull(name);
  }

  /// A required integer within a range, both ends included; it may be written as `4.0`.
  int integer(String name, int min, int max) {
    JsonNode value = node.path(name);
    if (!value.isNumber() || !isWhole(value.doubleValue(), min, max)) {
      throw refuse(name, "an integer from " + min + " to " + max);
    }
    return (int) value.doubleValue();
  }

  private static boolean isWhole(double value, int min, int max) {
    return value >= min && value <= max && value == Math.rint(value);
  }

  /// An integer within a range, or what it is by default.
  int integerOr(String name, int min, int max, int byDefault) {
    return has(name) ? integer(name, min, max) : byDefault;
  }

  /// A required number within a range, both ends included.
  double number(String name, double min, double max) {
    JsonNode value = node.path(name);
    if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
      throw refuse(name, "a number from " + min + " to " + max);
    }
    return value.doubleValue();
  }

  /// A number within a range, or what it is by default.
  double numberOr(String name, double min, double max, double byDefault) {
    return has(name) ? number(name, min, max) : byDefault;
  }

  /// A boolean, or what it is by default.
  boolean flagOr(String name, boolean byDefault) {
    if (!has(name)) {
      return byDefault;
    }
    if (!node.get(name).isBoolean()) {
      throw refuse(name, "true or false");
    }
    return node.get(name).booleanValue();
  }

  /// A string that must be one of these, or what it is by default; without a default the field is
  /// required.
  String oneOf(String name, List<String> allowed, @Nullable String byDefault) {
    if (byDefault != null && !has(name)) {
      return byDefault;
    }
    JsonNode value = node.path(name);
    if (!value.isTextual() || !allowed.contains(value.textValue())) {
      throw refuse(name, String.join(" or ", allowed));
    }
    return value.textValue();
  }

  /// An object, null where the field is missing.
  @Nullable JsonFields object(String name) {
    if (!has(name)) {
      return null;
    }
    if (node.get(name) instanceof ObjectNode object) {
      return new JsonFields(file, path + name + ".", object);
    }
    throw refuse(name, "an object");
  }

  /// Token ids that are given as one integer or a list, empty where the field is missing.
  List<Integer> tokenIds(String name, int vocabSize) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = node.get(name);
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : value.isArray() ? value : List.of(value)) {
      if (!id.isNumber() || !isWhole(id.doubleValue(), 0, vocabSize - 1)) {
        throw refuse(name, "token ids from 0 to " + (vocabSize - 1));
      }
      ids.add((int) id.doubleValue());
    }
    return ids;
  }

  /// All fields, which must be strings.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw refuse(field.getKey(), "a string");
      }
      texts.put(field.getKey(), field.getValue().textValue());
    }
    return texts;
  }

  /// The error for a field that is not as expected.
  ModelException refuse(String name, String expected) {
    JsonNode value = node.path(name);
    String found =
        value.isMissingNode()
            ? "missing"
            : Found.text(value.isNumber() ? value.asText() : value.toString());
    return new ModelException(
        file + ": " + path + Found.text(name) + " is " + found + ", expected " + expected);
  }

  private static String kind(JsonNode node) {
    return node.isMissingNode()
        ? "empty"
        : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
