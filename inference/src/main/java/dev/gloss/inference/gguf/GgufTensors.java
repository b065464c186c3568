package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.TensorSource;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The tensors of a model's GGUF files, taken one by one: what nobody took in the end is an error.
final class GgufTensors implements TensorSource {
  private static final Set<DType> PLAIN = Set.of(DType.F32, DType.F16, DType.BF16);

  private record Located(Path file, Tensor tensor) {}

  private final Path first;
  private final Map<String, Located> left = new HashMap<>();

  GgufTensors(GgufFiles files) {
    first = files.metadata().file();
    for (GgufFile file : files.files()) {
      file.tensors().values().forEach(t -> left.put(t.name(), new Located(file.file(), t)));
    }
  }

  @Override
  public boolean has(String name) {
    return left.containsKey(name);
  }

  /// The outermost dimension of a tensor that nobody has taken, null if there is none of this name
  /// or it has none.
  @Nullable Long rows(String name) {
    Located found = left.get(name);
    return found == null || found.tensor().shape().isEmpty()
        ? null
        : found.tensor().shape().getFirst();
  }

  @Override
  public Tensor vector(String name, int length) {
    Located found = take(name, List.of((long) length));
    if (!PLAIN.contains(found.tensor().dtype())) {
      throw new ModelException(
          "%s: tensor %s is of type %s, expected F32, F16 or BF16"
              .formatted(found.file(), name, found.tensor().dtype()));
    }
    return found.tensor();
  }

  @Override
  public Matrix matrix(String name, int outFeatures, int inFeatures) {
    return new Matrix(take(name, List.of((long) outFeatures, (long) inFeatures)).tensor(), null);
  }

  @Override
  public List<Matrix> matrices(String name, int count, int outFeatures, int inFeatures) {
    List<Long> shape = List.of((long) count, (long) outFeatures, (long) inFeatures);
    Tensor stack = take(name, shape).tensor();
    return IntStream.range(0, count).mapToObj(i -> new Matrix(stack.slice(i), null)).toList();
  }

  /// Checks that every tensor was taken.
  ///
  /// @throws ModelException if some were not: the model would compute something else than the file
  ///   means
  void refuseLeftovers() {
    Optional<Located> found =
        left.entrySet().stream().min(Map.Entry.comparingByKey()).map(Map.Entry::getValue);
    if (found.isPresent()) {
      throw new ModelException(
          "%s: has tensor %s%s, expected none of this name in a model of this architecture"
              .formatted(
                  found.get().file(),
                  Text.shown(found.get().tensor().name()),
                  left.size() == 1 ? "" : " (and " + (left.size() - 1) + " more)"));
    }
  }

  private Located take(String name, List<Long> shape) {
    Located found = left.remove(name);
    if (found == null) {
      throw new ModelException(
          "%s: tensor %s is missing, expected one of shape %s, outermost dimension first"
              .formatted(first, name, shape));
    }
    if (!found.tensor().shape().equals(shape)) {
      throw new ModelException(
          "%s: tensor %s has shape %s, expected %s, outermost dimension first"
              .formatted(found.file(), name, found.tensor().shape(), shape));
    }
    return found;
  }
}
