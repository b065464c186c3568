package dev.gloss.inference.convert;

import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.gguf.Metadata;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A GGUF file as another one in which the weights have another type; everything else stays as it
/// is, but that parts become one file.
final class GgufRewrite {

  private static final String FILE_TYPE = "general.file_type";

  /// What is no longer true of the new file.
  private static final Set<String> LEFT_OUT =
      Set.of(FILE_TYPE, "general.alignment", "split.no", "split.count", "split.tensors.count");

  private GgufRewrite() {}

  /// Plans the file.
  ///
  /// @param target the type that most weights get
  static ModelFile of(GgufModel model, DType target) {
    Metadata metadata = model.metadata();
    GgufHeader header = new GgufHeader();
    for (String key : metadata.keys()) {
      if (!LEFT_OUT.contains(key)) {
        header.encoded(key, metadata.encoded(key));
      }
    }
    header.number(FILE_TYPE, GgufOutput.fileType(target));
    TypeChoice types = new TypeChoice(target);
    List<OutputTensor> tensors = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      DType type = isRounded(tensor) ? types.weight(tensor.shape().getLast()) : tensor.dtype();
      tensors.add(new OutputTensor(tensor.name(), type, tensor.shape(), () -> rows(tensor)));
    }
    return ModelFile.gguf(header, tensors);
  }

  /// Every matrix but routers; norms and biases are vectors.
  private static boolean isRounded(Tensor tensor) {
    return tensor.shape().size() > 1 && !tensor.name().endsWith("ffn_gate_inp.weight");
  }

  private static Rows rows(Tensor tensor) {
    long columns = tensor.shape().getLast();
    List<Long> flat = List.of(tensor.elements() / columns, columns);
    return Rows.of(
        new Matrix(new Tensor(tensor.name(), tensor.dtype(), flat, tensor.data()), null));
  }
}
