package dev.gloss.inference.checkpoint;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tensors of a folder's safetensors files, taken one by one: what nobody took in the end is an
/// error.
final class TensorTable implements TensorSource {

  private static final String SCALE_SUFFIX = "_scale_inv";
  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,9})\\.");

  private record Located(Path file, Tensor tensor) {}

  private final Path folder;
  private final boolean fp8;
  private final Map<String, Located> left = new HashMap<>();

  /// @param folder named in errors about tensors that no file has
  /// @param files whose tensors these are
  /// @param fp8 whether the configuration allows FP8 matrices
  TensorTable(Path folder, List<SafetensorsFile> files, boolean fp8) {
    this.folder = folder;
    this.fp8 = fp8;
    for (SafetensorsFile file : files) {
      for (Tensor tensor : file.tensors().values()) {
        left.put(tensor.name(), new Located(file.file(), tensor));
      }
    }
  }

  @Override
  public boolean has(String name) {
    return left.containsKey(name);
  }

  @Override
  public Tensor vector(String name, int length) {
    Located found = take(name, List.of((long) length));
    if (found.tensor().dtype() == DType.F8_E4M3) {
      throw wrongDtype(found, "F32, F16 or BF16");
    }
    return found.tensor();
  }

  @Override
  public Matrix matrix(String name, int outFeatures, int inFeatures) {
    Located found = take(name, List.of((long) outFeatures, (long) inFeatures));
    return new Matrix(found.tensor(), scales(found));
  }

  @Override
  public List<Matrix> matrices(String name, int count, int outFeatures, int inFeatures) {
    Located found = take(name, List.of((long) count, (long) outFeatures, (long) inFeatures));
    Tensor tensor = found.tensor();
    if (tensor.dtype() == DType.F8_E4M3) {
      throw wrongDtype(found, "F32, F16 or BF16");
    }
    List<Matrix> matrices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      matrices.add(new Matrix(tensor.slice(i), null));
    }
    return matrices;
  }

  private @Nullable Tensor scales(Located weight) {
    Tensor tensor = weight.tensor();
    if (tensor.dtype() != DType.F8_E4M3) {
      return null;
    }
    if (!fp8) {
      throw wrongDtype(weight, "F32, F16 or BF16: config.json has no quantization_config");
    }
    List<Long> shape = tensor.shape().stream().map(TensorTable::blocks).toList();
    Located found = take(tensor.name() + SCALE_SUFFIX, shape);
    if (found.tensor().dtype() == DType.F8_E4M3) {
      throw wrongDtype(found, "F32, F16 or BF16");
    }
    return found.tensor();
  }

  private static long blocks(long features) {
    return Math.ceilDiv(features, Matrix.SCALE_BLOCK);
  }

  /// Checks that every tensor was taken. Some may be left: inverse frequencies, which old exports
  /// store and which follow from the configuration, and layers behind the last one, that is further
  /// ones or a Multi-Token Prediction module that the configuration does not mention.
  ///
  /// @param layers how many there are, Multi-Token Prediction modules included
  /// @throws ModelException if others were not
  void refuseLeftovers(int layers) {
    left.keySet()
        .removeIf(name -> name.endsWith(".rotary_emb.inv_freq") || layerOf(name) >= layers);
    Optional<Map.Entry<String, Located>> first =
        left.entrySet().stream().min(Map.Entry.comparingByKey());
    if (first.isPresent()) {
      String more = left.size() == 1 ? "" : " (and " + (left.size() - 1) + " more)";
      throw new ModelException(
          first.get().getValue().file()
              + ": has tensor "
              + Found.text(first.get().getKey())
              + more
              + ", expected none of this name by config.json");
    }
  }

  /// The layer that a tensor belongs to, -1 for none.
  private static long layerOf(String name) {
    Matcher matcher = LAYER.matcher(name);
    return matcher.lookingAt() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private Located take(String name, List<Long> shape) {
    Located found = left.remove(name);
    if (found == null) {
      throw new ModelException(
          folder + ": tensor " + name + " is missing, expected one of shape " + shape);
    }
    if (!found.tensor().shape().equals(shape)) {
      throw new ModelException(
          found.file()
              + ": tensor "
              + name
              + " has shape "
              + found.tensor().shape()
              + ", expected "
              + shape);
    }
    return found;
  }

  private static ModelException wrongDtype(Located found, String expected) {
    return new ModelException(
        found.file()
            + ": tensor "
            + found.tensor().name()
            + " has dtype "
            + found.tensor().dtype()
            + ", expected "
            + expected);
  }
}
