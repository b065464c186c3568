package dev.gloss.inference.model;

import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/// The element type a model is known by.
public final class StoredType {

  private StoredType() {}

  /// The type of most bytes, the Multi-Token Prediction modules' layers included.
  public static DType ofMostBytes(ModelWeights weights) {
    Map<DType, Long> bytes = new EnumMap<>(DType.class);
    Stream<Tensor> embeddings =
        Stream.of(weights.embedTokens().weight(), weights.lmHead().weight()).distinct();
    Stream<LayerWeights> layers =
        Stream.concat(weights.layers().stream(), weights.mtp().stream().map(MtpWeights::layer));
    Stream.concat(embeddings, layers.flatMap(LayerTensors::of))
        .forEach(tensor -> bytes.merge(tensor.dtype(), sizeBytes(tensor), Long::sum));
    DType most = weights.norm().dtype();
    for (DType dtype : DType.values()) {
      if (bytes.getOrDefault(dtype, 0L) > bytes.getOrDefault(most, 0L)) {
        most = dtype;
      }
    }
    return most;
  }

  private static long sizeBytes(Tensor tensor) {
    return tensor.data().byteSize();
  }
}
