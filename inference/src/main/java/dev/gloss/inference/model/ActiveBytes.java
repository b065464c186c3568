package dev.gloss.inference.model;

import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.tensor.Tensor;
import java.util.stream.Stream;

/// How many bytes of weights one token of the main model reads, as the file stores them: routed
/// experts counted `num_experts_per_tok` times a layer, of the embedding one row, FP8 scales left
/// out.
public final class ActiveBytes {
  private ActiveBytes() {}

  /// Counts a model's.
  public static long of(DecoderModel model) {
    ModelWeights weights = model.weights();
    Tensor embedding = weights.embedTokens().weight();
    long bytes = size(weights.lmHead().weight()) + size(weights.norm());
    bytes += size(embedding) / model.config().vocabSize();
    for (LayerWeights layer : weights.layers()) {
      bytes += size(LayerTensors.withoutRoutedExperts(layer));
      if (layer.feedForward() instanceof MixtureOfExperts moe) {
        bytes +=
            model.config().feedForward().numExpertsPerTok()
                * size(LayerTensors.of(moe.experts().getFirst()));
      }
    }
    return bytes;
  }

  private static long size(Stream<Tensor> tensors) {
    return tensors.mapToLong(ActiveBytes::size).sum();
  }

  private static long size(Tensor tensor) {
    return tensor.data().byteSize();
  }
}
