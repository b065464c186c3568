package dev.gloss.inference.checkpoint;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.List;

/// The tensors of a model's files by name, each checked as it is taken, whatever the format.
///
/// All but [#has] throw a [dev.gloss.inference.ModelException] of one line that names file and
/// tensor, what was expected and what is there: if there is no tensor of this name, if it has
/// another shape, or a type that cannot be used so.
///
/// Used by one thread, while a model is opened.
public interface TensorSource {

  /// Whether there is a tensor of this name that nobody has taken.
  boolean has(String name);

  /// Takes a vector of F32, F16 or BF16.
  Tensor vector(String name, int length);

  /// Takes a matrix `[outFeatures, inFeatures]`, with its scales where it has some.
  Matrix matrix(String name, int outFeatures, int inFeatures);

  /// Takes a tensor of three dimensions `[count, outFeatures, inFeatures]` apart into its matrices.
  List<Matrix> matrices(String name, int count, int outFeatures, int inFeatures);
}
