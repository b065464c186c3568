package dev.gloss.inference.engine;

import dev.gloss.inference.tensor.Tensor;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts the bytes of tensors by the type of their elements.
final class TypeBytes {
  private TypeBytes() {}

  /// The types' names and their bytes, most bytes first.
  static Map<String, Long> of(Collection<Tensor> tensors) {
    Map<String, Long> bytes = new TreeMap<>();
    for (Tensor tensor : tensors) {
      bytes.merge(tensor.dtype().name(), tensor.data().byteSize(), Long::sum);
    }
    Map<String, Long> sorted = new LinkedHashMap<>();
    bytes.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
