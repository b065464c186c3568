package dev.gloss.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One object of settings, and where it stands. What is absent or null leaves the base.
final class SettingsNode {
  private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final String path;
  private final JsonNode node;
  private final List<String> problems;
  private final Set<String> known = new HashSet<>();

  SettingsNode(String path, JsonNode node, List<String> problems) {
    this.path = path;
    this.problems = problems;
    boolean usable = node.isObject() || node.isMissingNode() || node.isNull();
    this.node = usable ? node : MissingNode.getInstance();
    if (!usable) {
      report("expected an object, found " + shown(node));
    }
  }

  SettingsNode child(String name) {
    return new SettingsNode(at(name), get(name), problems);
  }

  boolean flag(String name, boolean base) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    return value.isBoolean() ? value.asBoolean() : bad(name, "true or false", value, base);
  }

  /// All members, each true or false, over those that were.
  Map<String, Boolean> flags(Map<String, Boolean> base) {
    Map<String, Boolean> read = new LinkedHashMap<>(base);
    for (String name : (Iterable<String>) node::fieldNames) {
      read.put(name, flag(name, base.getOrDefault(name, true)));
    }
    return read;
  }

  int integer(String name, int base, int min, int max) {
    Integer read = integerOrNull(name, base, min, max);
    return read == null ? base : read;
  }

  /// The same where there may be no number.
  @Nullable Integer integerOrNull(String name, @Nullable Integer base, int min, int max) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    // Lua and Emacs Lisp write 64.0 for 64.
    boolean whole = value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
    return whole && value.asDouble() >= min && value.asDouble() <= max
        ? Integer.valueOf((int) value.asDouble())
        : bad(name, "a whole number from " + min + " to " + max, value, base);
  }

  <E extends Enum<E>> E choice(String name, E base, Class<E> type) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    Map<String, E> constants = constants(type);
    E found = value.isTextual() ? constants.get(value.asText()) : null;
    return found != null
        ? found
        : bad(name, "one of " + String.join(", ", constants.keySet()), value, base);
  }

  /// The same where `auto` stands for no choice, which is null.
  <E extends Enum<E>> @Nullable E choiceOrAuto(String name, @Nullable E base, Class<E> type) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    if (value.asText().equals("auto")) {
      return null;
    }
    Map<String, E> constants = constants(type);
    E found = value.isTextual() ? constants.get(value.asText()) : null;
    return found != null
        ? found
        : bad(name, "one of auto, " + String.join(", ", constants.keySet()), value, base);
  }

  private static <E extends Enum<E>> Map<String, E> constants(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return constants;
  }

  String name(String name, String base) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    return value.isTextual() && TAG_NAME.matcher(value.asText()).matches()
        ? value.asText()
        : bad(name, "a tag's name without brackets", value, base);
  }

  /// A text that is not blank.
  @Nullable String text(String name, @Nullable String base) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    return value.isTextual() && !value.asText().isBlank()
        ? value.asText().strip()
        : bad(name, "a text", value, base);
  }

  /// A list of texts.
  List<String> texts(String name, List<String> base) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (element.isTextual()) {
        texts.add(element.asText());
      }
    }
    return value.isArray() && texts.size() == value.size()
        ? texts
        : bad(name, "a list of texts", value, base);
  }

  /// A number of bytes, as [MemorySize] reads it.
  long bytes(String name, long base) {
    JsonNode value = get(name);
    if (isAbsent(value)) {
      return base;
    }
    try {
      return MemorySize.parse(value.asText());
    } catch (IllegalArgumentException e) {
      return bad(name, MemorySize.EXPECTED, value, base);
    }
  }

  /// Warns of a setting that was.
  ///
  /// @param instead what to do in its place
  void reportGone(String name, String instead) {
    if (!isAbsent(get(name))) {
      report("there is no setting '%s' any more: %s".formatted(name, instead));
    }
  }

  void reportUnknown() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                report("there is no setting '" + name + "'");
              }
            });
  }

  void report(String problem) {
    problems.add(path.isEmpty() ? problem : path + ": " + problem);
  }

  private JsonNode get(String name) {
    known.add(name);
    return node.path(name);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private <T extends @Nullable Object> T bad(String name, String expected, JsonNode value, T base) {
    problems.add("%s: expected %s, found %s".formatted(at(name), expected, shown(value)));
    return base;
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
