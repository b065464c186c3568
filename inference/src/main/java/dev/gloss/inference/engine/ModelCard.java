package dev.gloss.inference.engine;

import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.model.AttentionWeights;
import dev.gloss.inference.model.AttentionWeights.CompressedQuery;
import dev.gloss.inference.model.AttentionWeights.DirectQuery;
import dev.gloss.inference.model.DeepseekConfig;
import dev.gloss.inference.model.DeepseekModel;
import dev.gloss.inference.model.FeedForwardWeights;
import dev.gloss.inference.model.FeedForwardWeights.Dense;
import dev.gloss.inference.model.FeedForwardWeights.MixtureOfExperts;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.MtpWeights;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sums up what a model is, by counting its weights.
public final class ModelCard {
  private final DeepseekConfig config;
  private final Map<DType, Long> bytes = new EnumMap<>(DType.class);
  private long total;
  private long active;

  private ModelCard(DeepseekConfig config) {
    this.config = config;
  }

  /// Reads a model's folder without making it ready to run.
  ///
  /// @param folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelInfo read(Path folder) {
    try (CheckpointModel model = CheckpointModel.open(folder)) {
      return of(model, nameOf(folder), "cpu");
    }
  }

  /// Sums up an open model.
  ///
  /// @param name short name for a status line
  /// @param backend on what it runs
  static ModelInfo of(DeepseekModel model, String name, String backend) {
    DeepseekConfig config = model.config();
    ModelWeights weights = model.weights();
    ModelCard main = new ModelCard(config);
    main.add(weights.embedTokens(), 0);
    if (config.tieWordEmbeddings()) {
      main.active += weights.lmHead().weight().elements();
    } else {
      main.add(weights.lmHead(), 1);
    }
    main.add(weights.norm());
    weights.layers().forEach(main::add);
    ModelCard modules = new ModelCard(config);
    weights.mtp().forEach(modules::add);
    int headNumbers = config.numAttentionHeads() * (config.qkHeadDim() + config.vHeadDim());
    return new ModelInfo(
        name,
        config.architecture(),
        main.total,
        main.active,
        modules.total,
        config.tieWordEmbeddings(),
        cacheBytes(config, config.latentWidth()),
        cacheBytes(config, headNumbers),
        main.mostUsedType(),
        weights.mtp().size(),
        config.maxPositionEmbeddings(),
        config.vocabSize(),
        backend);
  }

  /// The short name of a model in a folder.
  static String nameOf(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }

  /// Bytes the main model's layers cache for a token, with so many numbers a layer.
  private static long cacheBytes(DeepseekConfig config, int numbers) {
    return (long) config.numHiddenLayers() * numbers * Float.BYTES;
  }

  private void add(LayerWeights layer) {
    add(layer.inputLayernorm());
    add(layer.postAttentionLayernorm());
    AttentionWeights attention = layer.attention();
    switch (attention.query()) {
      case DirectQuery(Matrix qProj) -> add(qProj, 1);
      case CompressedQuery(Matrix qAProj, Tensor qALayernorm, Matrix qBProj) -> {
        add(qAProj, 1);
        add(qALayernorm);
        add(qBProj, 1);
      }
    }
    add(attention.kvAProjWithMqa(), 1);
    add(attention.kvALayernorm());
    add(attention.kvBProj(), 1);
    add(attention.oProj(), 1);
    add(layer.feedForward());
  }

  private void add(FeedForwardWeights feedForward) {
    switch (feedForward) {
      case Dense dense -> add(dense, 1);
      case MixtureOfExperts mixture -> {
        add(mixture.gate(), 1);
        @Nullable Tensor bias = mixture.eScoreCorrectionBias();
        if (bias != null) {
          add(bias);
        }
        @Nullable Dense shared = mixture.sharedExperts();
        if (shared != null) {
          add(shared, 1);
        }
        double share = (double) config.numExpertsPerTok() / mixture.experts().size();
        mixture.experts().forEach(expert -> add(expert, share));
      }
    }
  }

  /// A module's own weights; embedding and head are the main model's in all published models.
  private void add(MtpWeights module) {
    add(module.enorm());
    add(module.hnorm());
    add(module.ehProj(), 1);
    add(module.layer());
    add(module.sharedHeadNorm());
  }

  private void add(Dense dense, double share) {
    add(dense.gateProj(), share);
    add(dense.upProj(), share);
    add(dense.downProj(), share);
  }

  private void add(Tensor vector) {
    count(vector, 1);
  }

  private void add(Matrix matrix, double share) {
    count(matrix.weight(), share);
  }

  /// @param share of the tensor that one token uses
  private void count(Tensor tensor, double share) {
    bytes.merge(tensor.dtype(), tensor.data().byteSize(), Long::sum);
    total += tensor.elements();
    active += Math.round(tensor.elements() * share);
  }

  private String mostUsedType() {
    return bytes.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(most -> most.getKey().name())
        .orElse("none");
  }
}
