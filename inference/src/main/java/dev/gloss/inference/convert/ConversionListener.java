package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.util.List;

/// Is told how a conversion gets on, tensor by tensor, by the thread that asked for it.
public interface ConversionListener {

  /// Everything that will be written is known.
  ///
  /// @param tensors how many
  /// @param bytes of all of them
  default void planned(int tensors, long bytes) {}

  /// A tensor was written.
  void written(WrittenTensor tensor);

  /// A tensor that was written.
  ///
  /// @param name in the new file
  /// @param dtype in the new file
  /// @param shape outermost dimension first
  /// @param bytes that it takes
  /// @param relativeError the root of the sum of squared errors over that of the squared numbers; 0
  ///   where nothing was rounded
  record WrittenTensor(
      String name, DType dtype, List<Long> shape, long bytes, double relativeError) {}
}
