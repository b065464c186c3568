package dev.gloss.inference.synthetic;

import dev.gloss.inference.checkpoint.CheckpointLayout;
import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.LatentAttentionWeights;
import dev.gloss.inference.model.LatentAttentionWeights.SplitKeyValueUp;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/// A model of random weights. In block types its latent attention is taken apart by head, as GGUF
/// files have it, else it is in one matrix, as checkpoints have it.
public final class SyntheticModel implements DecoderModel {
  private final Arena arena = Arena.ofShared();
  private final DecoderConfig config;
  private final WeightSource source;
  private final RandomWeights random;
  private final ModelWeights weights;

  private SyntheticModel(ModelShape shape, WeightTypes types, boolean filled) {
    config = shape.config();
    random = filled ? RandomWeights.filled(arena) : RandomWeights.unfilled(arena);
    source = new WeightSource(shape, types, random);
    ModelWeights read = CheckpointLayout.weights(config, source);
    weights = types.areBlocks() ? takenApart(read) : read;
  }

  /// A model that can run.
  public static SyntheticModel of(ModelShape shape, WeightTypes types) {
    return new SyntheticModel(shape, types, true);
  }

  /// A model whose matrices must not be read, for who only wants to know what it would take.
  public static SyntheticModel unfilled(ModelShape shape, WeightTypes types) {
    return new SyntheticModel(shape, types, false);
  }

  /// Bytes of memory that the weights take until a backend has packed them, and after.
  public long poolBytes() {
    return random.bytes();
  }

  private ModelWeights takenApart(ModelWeights read) {
    return new ModelWeights(
        read.embedTokens(),
        read.layers().stream().map(this::takenApart).toList(),
        read.norm(),
        read.lmHead(),
        read.mtp().stream().map(module -> module.withLayer(takenApart(module.layer()))).toList());
  }

  private LayerWeights takenApart(LayerWeights layer) {
    return new LayerWeights(
        layer.inputLayernorm(),
        takenApart(layer.attention()),
        layer.postAttentionLayernorm(),
        layer.feedForward());
  }

  private AttentionWeights takenApart(AttentionWeights attention) {
    if (!(attention instanceof LatentAttentionWeights latent)
        || !(config.attention() instanceof LatentAttentionSpec spec)) {
      return attention;
    }
    return new LatentAttentionWeights(
        latent.query(),
        latent.kvAProjWithMqa(),
        latent.kvALayernorm(),
        new SplitKeyValueUp(
            byHead(spec, "k_b", spec.kvLoraRank(), spec.qkNopeHeadDim()),
            byHead(spec, "v_b", spec.vHeadDim(), spec.kvLoraRank())),
        latent.oProj());
  }

  private List<Matrix> byHead(LatentAttentionSpec spec, String name, int rows, int columns) {
    return IntStream.range(0, spec.numAttentionHeads())
        .mapToObj(_ -> source.matrix(name, rows, columns))
        .toList();
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public ModelWeights weights() {
    return weights;
  }

  /// Frees the pools; a second call does nothing.
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
