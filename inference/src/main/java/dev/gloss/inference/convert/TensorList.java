package dev.gloss.inference.convert;

import dev.gloss.inference.model.Linear;
import dev.gloss.inference.model.RopeSpec.Pairing;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The tensors to write, put together one by one, each with the type of its kind.
final class TensorList {

  private final TypeChoice types;
  private final Function<Tensor, DType> unrounded;
  private final List<OutputTensor> tensors = new ArrayList<>();

  /// @param types of what may be rounded
  /// @param unrounded the type of what may not, in which it has to be exact
  TensorList(TypeChoice types, Function<Tensor, DType> unrounded) {
    this.types = types;
    this.unrounded = unrounded;
  }

  /// Adds a matrix of attention or feed-forward.
  void weight(String name, Matrix matrix) {
    weight(name, shape(matrix), () -> Rows.of(matrix));
  }

  /// Adds a matrix of attention or feed-forward that is made of others.
  ///
  /// @param shape outermost dimension first
  /// @param rows asked for when it is written
  void weight(String name, List<Long> shape, Supplier<Rows> rows) {
    tensors.add(new OutputTensor(name, types.weight(shape.getLast()), shape, rows));
  }

  /// Adds weight and bias of a projection to query or key, whose rows are in the order of the pairs
  /// of channels that turn together.
  ///
  /// @param name without `.weight` and `.bias`
  void inPairs(String name, Linear linear, int headDim, Pairing from, Pairing to) {
    Matrix weight = linear.weight();
    weight(
        name + ".weight",
        shape(weight),
        () -> HeadOrder.change(Rows.of(weight), headDim, from, to));
    Tensor bias = linear.bias();
    if (bias != null) {
      exact(
          name + ".bias",
          bias,
          () -> HeadOrder.change(Rows.of(bias).transposed(), headDim, from, to).transposed());
    }
  }

  /// Adds an embedding, a head, or the projection in front of a Multi-Token Prediction layer.
  void table(String name, Matrix matrix) {
    DType type = types.table(matrix.inFeatures());
    tensors.add(new OutputTensor(name, type, shape(matrix), () -> Rows.of(matrix)));
  }

  /// Adds a matrix that is not rounded, a router.
  void exact(String name, Matrix matrix) {
    DType type = unrounded.apply(matrix.weight());
    tensors.add(new OutputTensor(name, type, shape(matrix), () -> Rows.of(matrix)));
  }

  /// Adds a vector, which is not rounded.
  void exact(String name, Tensor vector) {
    exact(name, vector, () -> Rows.of(vector));
  }

  /// Adds a vector with its numbers in another order.
  void exact(String name, Tensor vector, Supplier<Rows> rows) {
    List<Long> shape = List.of(vector.elements());
    tensors.add(new OutputTensor(name, unrounded.apply(vector), shape, rows));
  }

  /// Adds a vector in F32, whatever others that are not rounded are in.
  void float32(String name, Tensor vector) {
    List<Long> shape = List.of(vector.elements());
    tensors.add(new OutputTensor(name, DType.F32, shape, () -> Rows.of(vector)));
  }

  /// What was added, in order.
  List<OutputTensor> tensors() {
    return List.copyOf(tensors);
  }

  private static List<Long> shape(Matrix matrix) {
    return List.of((long) matrix.outFeatures(), (long) matrix.inFeatures());
  }

  /// Adds a vector as it is, where there is one.
  void exactIfAny(String name, @Nullable Tensor vector) {
    if (vector != null) {
      exact(name, vector);
    }
  }

  /// Adds a linear layer: its weight, and its bias where it has one.
  void linear(String name, Linear linear) {
    weight(name + ".weight", linear.weight());
    exactIfAny(name + ".bias", linear.bias());
  }
}
