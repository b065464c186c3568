package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.vector.RandomNumbers;
import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.FeedForwardWeights;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.CompressedQuery;
import dev.gloss.inference.model.LatentAttentionWeights.FusedKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.model.RopeSpec;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model of random weights in the shape and element types of a trained one, for benchmarks: FP8
/// projections, embeddings and norms in BF16, one Multi-Token Prediction module.
final class SyntheticModel implements DecoderModel {
  private final Arena arena = Arena.ofShared();
  private final RandomNumbers random = RandomNumbers.ofSeed(1);
  private final DecoderConfig config;
  private final ModelWeights weights;

  private SyntheticModel(DecoderConfig config) {
    this.config = config;
    Matrix embedding = random.matrix(arena, DType.BF16, config.vocabSize(), config.hiddenSize());
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      layers.add(layer(config.feedForward().expertsOf(layer)));
    }
    Matrix ehProj = random.matrix(arena, DType.BF16, config.hiddenSize(), 2 * config.hiddenSize());
    MtpWeights mtp =
        new MtpWeights(
            norm(config.hiddenSize()),
            norm(config.hiddenSize()),
            ehProj,
            layer(config.feedForward().experts()),
            norm(config.hiddenSize()),
            embedding,
            embedding);
    weights =
        new ModelWeights(embedding, layers, norm(config.hiddenSize()), embedding, List.of(mtp));
  }

  /// The size that trains on two cores: 7 M parameters.
  static SyntheticModel nano() {
    return new SyntheticModel(config(256, 4, 4, 128, 64, 32, 16, 32, 768, 8, 2, 2, 1, 8192, 1024));
  }

  /// The size that trains on one large GPU: 48 M parameters.
  static SyntheticModel small() {
    return new SyntheticModel(
        config(512, 9, 8, 192, 128, 64, 32, 64, 1536, 16, 4, 4, 2, 16384, 2048));
  }

  /// The one of this name.
  static SyntheticModel named(String name) {
    return name.equals("small") ? small() : nano();
  }

  private static DecoderConfig config(
      int hidden,
      int layers,
      int heads,
      int qLora,
      int kvLora,
      int nope,
      int rope,
      int value,
      int intermediate,
      int experts,
      int perToken,
      int groups,
      int keptGroups,
      int vocab,
      int context) {
    RoutingSpec routing =
        new RoutingSpec(
            RoutingSpec.Scoring.SIGMOID,
            RoutingSpec.Method.NOAUX_TC,
            groups,
            keptGroups,
            true,
            1.0f);
    return new DecoderConfig(
        "DeepseekV3ForCausalLM",
        "deepseek_v3",
        vocab,
        hidden,
        layers,
        1,
        new LatentAttentionSpec(heads, qLora, kvLora, nope, rope, value, 1e-6f),
        new FeedForwardSpec(intermediate, new ExpertsSpec(128, experts, 1, perToken, 1, routing)),
        1e-6f,
        RopeSpec.plain(10000, RopeSpec.Pairing.ADJACENT),
        context,
        true);
  }

  private LayerWeights layer(@Nullable ExpertsSpec experts) {
    int hidden = config.hiddenSize();
    var spec = (LatentAttentionSpec) config.attention();
    int heads = spec.numAttentionHeads();
    Integer rank = spec.qLoraRank();
    int qLora = rank == null ? 0 : rank;
    AttentionWeights attention =
        new LatentAttentionWeights(
            new CompressedQuery(
                f8(qLora, hidden), norm(qLora), f8(heads * spec.qkHeadDim(), qLora)),
            f8(spec.cacheWidth(), hidden),
            norm(spec.kvLoraRank()),
            new FusedKeyValueUp(
                f8(heads * (spec.qkNopeHeadDim() + spec.vHeadDim()), spec.kvLoraRank())),
            f8(hidden, heads * spec.vHeadDim()));
    return new LayerWeights(norm(hidden), attention, norm(hidden), feedForward(experts));
  }

  private FeedForwardWeights feedForward(@Nullable ExpertsSpec spec) {
    if (spec == null) {
      return gated(config.feedForward().intermediateSize());
    }
    int count = spec.nRoutedExperts();
    List<Dense> experts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      experts.add(gated(spec.moeIntermediateSize()));
    }
    Matrix gate = random.matrix(arena, DType.BF16, count, config.hiddenSize());
    Tensor bias = new Tensor("bias", DType.F32, List.of((long) count), random.floats(arena, count));
    return new MixtureOfExperts(gate, bias, experts, gated(spec.sharedIntermediateSize()));
  }

  private Dense gated(int width) {
    int hidden = config.hiddenSize();
    return new Dense(f8(width, hidden), f8(width, hidden), f8(hidden, width));
  }

  private Matrix f8(int rows, int columns) {
    return random.matrix(arena, DType.F8_E4M3, rows, columns);
  }

  private Tensor norm(int width) {
    return new Tensor("norm", DType.F32, List.of((long) width), random.floats(arena, width));
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public ModelWeights weights() {
    return weights;
  }

  @Override
  public void close() {
    arena.close();
  }
}
