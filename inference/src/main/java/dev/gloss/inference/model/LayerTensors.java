package dev.gloss.inference.model;

import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LatentAttentionWeights.CompressedQuery;
import dev.gloss.inference.model.LatentAttentionWeights.DirectQuery;
import dev.gloss.inference.model.LatentAttentionWeights.FusedKeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.KeyValueUp;
import dev.gloss.inference.model.LatentAttentionWeights.Query;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.tensor.Matrix;
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
    return switch (attention) {
      case LatentAttentionWeights latent ->
          Stream.of(
                  of(latent.query()),
                  Stream.of(latent.kvAProjWithMqa().weight(), latent.kvALayernorm()),
                  of(latent.kvB()),
                  Stream.of(latent.oProj().weight()))
              .flatMap(tensors -> tensors);
      case GroupedQueryAttentionWeights grouped ->
          Stream.of(
                  of(grouped.qProj()),
                  of(grouped.kProj()),
                  of(grouped.vProj()),
                  of(grouped.oProj()),
                  Stream.ofNullable(grouped.qNorm()),
                  Stream.ofNullable(grouped.kNorm()))
              .flatMap(tensors -> tensors);
    };
  }

  private static Stream<Tensor> of(Query query) {
    return switch (query) {
      case DirectQuery direct -> Stream.of(direct.qProj().weight());
      case CompressedQuery compressed ->
          Stream.of(
              compressed.qAProj().weight(), compressed.qALayernorm(), compressed.qBProj().weight());
    };
  }

  private static Stream<Tensor> of(KeyValueUp up) {
    return switch (up) {
      case FusedKeyValueUp fused -> Stream.of(fused.kvBProj().weight());
      case SplitKeyValueUp split ->
          Stream.concat(split.kB().stream(), split.vB().stream()).map(Matrix::weight);
    };
  }

  private static Stream<Tensor> of(Linear linear) {
    return Stream.concat(Stream.of(linear.weight().weight()), Stream.ofNullable(linear.bias()));
  }
}
