package dev.gloss.inference.tokenizer;

import dev.gloss.inference.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small object out of a JSON file, with checked access; messages name the file and the field.
///
/// @param path file and field, for messages
/// @param members by name: `String`, `Long`, `Double`, `Boolean`, [JsonObject], `List`, or null
record JsonObject(String path, Map<String, @Nullable Object> members) {

  /// Whether the member is there and not null.
  boolean has(String name) {
    return members.get(name) != null;
  }

  String string(String name) {
    return expect(name, String.class, "a string");
  }

  long integer(String name) {
    return expect(name, Long.class, "an integer");
  }

  JsonObject object(String name) {
    return expect(name, JsonObject.class, "an object");
  }

  /// A member that is false where it is missing or null.
  boolean flag(String name) {
    return has(name) && expect(name, Boolean.class, "true or false");
  }

  /// The objects of a member that is an array of objects.
  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : expect(name, List.class, "an array")) {
      if (!(element instanceof JsonObject object)) {
        throw error(name, "an array of objects", element);
      }
      objects.add(object);
    }
    return objects;
  }

  /// An error about a member.
  ModelException error(String name, String expected, @Nullable Object found) {
    return new ModelException(
        "%s: expected %s, found %s".formatted(pathOf(name), expected, describe(found)));
  }

  /// File and field of a member.
  String pathOf(String name) {
    return JsonText.join(path, name);
  }

  private <T> T expect(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (!type.isInstance(value)) {
      throw error(name, expected, members.containsKey(name) ? value : JsonText.MISSING);
    }
    return type.cast(value);
  }

  private static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> Quoted.of(text);
      case JsonObject _ -> "an object";
      case List<?> _ -> "an array";
      default -> value.toString();
    };
  }
}
