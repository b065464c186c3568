package dev.gloss.inference.model;

import dev.gloss.inference.model.AttentionWeights.CompressedQuery;
import dev.gloss.inference.model.AttentionWeights.DirectQuery;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.tensor.Tensor;
import java.util.stream.Stream;

/// A layer's tensors one after another, for counting; FP8 scales are part of their matrix and left
/// out.
final class LayerTensors {

  private LayerTensors() {}

  /// All of a layer.
  static Stream<Tensor> of(LayerWeights layer) {
    Stream<Tensor> experts =
        layer.feedForward() instanceof MixtureOfExperts moe
            ? moe.experts().stream().flatMap(LayerTensors::of)
            : Stream.empty();
    return Stream.concat(withoutRoutedExperts(layer), experts);
  }

  /// Those that every token uses.
  static Stream<Tensor> withoutRoutedExperts(LayerWeights layer) {
    Stream<Tensor> norms = Stream.of(layer.inputLayernorm(), layer.postAttentionLayernorm());
    Stream<Tensor> feedForward =
        switch (layer.feedForward()) {
          case Dense dense -> of(dense);
          case MixtureOfExperts moe -> routerAndSharedExperts(moe);
        };
    return Stream.of(norms, of(layer.attention()), feedForward).flatMap(tensors -> tensors);
  }

  /// Those of one gated feed-forward.
  static Stream<Tensor> of(Dense dense) {
    return Stream.of(dense.gateProj().weight(), dense.upProj().weight(), dense.downProj().weight());
  }

  private static Stream<Tensor> routerAndSharedExperts(MixtureOfExperts moe) {
    Dense shared = moe.sharedExperts();
    return Stream.concat(
        Stream.concat(
            Stream.of(moe.gate().weight()), Stream.ofNullable(moe.eScoreCorrectionBias())),
        shared == null ? Stream.empty() : of(shared));
  }

  private static Stream<Tensor> of(AttentionWeights attention) {
    Stream<Tensor> query =
        switch (attention.query()) {
          case DirectQuery direct -> Stream.of(direct.qProj().weight());
          case CompressedQuery compressed ->
              Stream.of(
                  compressed.qAProj().weight(),
                  compressed.qALayernorm(),
                  compressed.qBProj().weight());
        };
    Stream<Tensor> keysAndValues =
        Stream.of(
            attention.kvAProjWithMqa().weight(),
            attention.kvALayernorm(),
            attention.kvBProj().weight(),
            attention.oProj().weight());
    return Stream.concat(query, keysAndValues);
  }
}
