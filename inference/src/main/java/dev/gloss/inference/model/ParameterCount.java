package dev.gloss.inference.model;

import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.stream.Stream;

/// How many numbers a model consists of, FP8 scales left out.
///
/// @param total of the main model, embeddings and head included, tied ones counted once
/// @param active used for one token of the main model: routed experts counted `num_experts_per_tok`
///   times a layer, the head counted also where it is tied, the embedding not, of which a token
///   reads one row
/// @param mtp of the Multi-Token Prediction modules, shared embeddings and heads left out
public record ParameterCount(long total, long active, long mtp) {

  /// Counts a model's weights.
  public static ParameterCount of(DecoderModel model) {
    ModelWeights weights = model.weights();
    long head = weights.lmHead().weight().elements();
    long total = weights.norm().elements() + weights.embedTokens().weight().elements();
    long active = weights.norm().elements() + head;
    if (!weights.lmHead().equals(weights.embedTokens())) {
      total += head;
    }
    for (LayerWeights layer : weights.layers()) {
      total += elements(LayerTensors.of(layer));
      active += active(layer, model.config().feedForward().numExpertsPerTok());
    }
    long mtp = weights.mtp().stream().mapToLong(module -> mtp(module, weights)).sum();
    return new ParameterCount(total, active, mtp);
  }

  private static long active(LayerWeights layer, int numExpertsPerTok) {
    long active = elements(LayerTensors.withoutRoutedExperts(layer));
    if (layer.feedForward() instanceof MixtureOfExperts moe) {
      active += numExpertsPerTok * elements(LayerTensors.of(moe.experts().getFirst()));
    }
    return active;
  }

  private static long mtp(MtpWeights module, ModelWeights main) {
    Stream<Tensor> own =
        Stream.of(
            module.enorm(), module.hnorm(), module.ehProj().weight(), module.sharedHeadNorm());
    return elements(Stream.concat(own, LayerTensors.of(module.layer())))
        + elementsUnlessShared(module.embedTokens(), main.embedTokens())
        + elementsUnlessShared(module.sharedHead(), main.lmHead());
  }

  private static long elementsUnlessShared(Matrix own, Matrix main) {
    return own.equals(main) ? 0 : own.weight().elements();
  }

  private static long elements(Stream<Tensor> tensors) {
    return tensors.mapToLong(Tensor::elements).sum();
  }
}
