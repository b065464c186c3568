package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import org.jspecify.annotations.Nullable;

/// The hyper-parameters of a file: the metadata keys that begin with its architecture's name.
///
/// @param metadata all metadata
/// @param architecture `general.architecture`
record Keys(Metadata metadata, String architecture) {

  /// The whole key.
  String name(String key) {
    return architecture + "." + key;
  }

  boolean has(String key) {
    return metadata.has(name(key));
  }

  /// A required integer within a range, both ends included.
  int integer(String key, int min, int max) {
    return metadata.integer(name(key), min, max);
  }

  /// An integer within a range, or what it is by default.
  int integerOr(String key, int min, int max, int byDefault) {
    return metadata.integerOr(name(key), min, max, byDefault);
  }

  /// A required number within a range, both ends included.
  double number(String key, double min, double max) {
    return metadata.number(name(key), min, max);
  }

  /// A number within a range, or what it is by default.
  double numberOr(String key, double min, double max, double byDefault) {
    return metadata.numberOr(name(key), min, max, byDefault);
  }

  /// A truth value, or what it is by default.
  boolean flagOr(String key, boolean byDefault) {
    return metadata.flagOr(name(key), byDefault);
  }

  /// A string, null where it is missing.
  @Nullable String optionalText(String key) {
    return metadata.optionalText(name(key));
  }

  /// The error for a value that is not as expected.
  ModelException refuse(String key, String expected) {
    return metadata.refuse(name(key), expected);
  }
}
