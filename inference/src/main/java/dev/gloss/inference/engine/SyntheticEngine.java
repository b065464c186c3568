package dev.gloss.inference.engine;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.LayerWeights;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.model.TokenWork;
import dev.gloss.inference.synthetic.ModelShape;
import dev.gloss.inference.synthetic.SyntheticModel;
import dev.gloss.inference.synthetic.WeightTypes;
import dev.gloss.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Opens engines with models of random weights: everything but the text is as with a file.
public final class SyntheticEngine {
  private final ModelShape shape;
  private final WeightTypes types;
  private final EngineOptions options;
  private final BackendFactory factory;

  /// @param shape how large the model is
  /// @param types in which its weights are stored
  /// @param options how it runs; when they say nothing about memory it may take all that is free
  /// @throws IllegalStateException if the backend that was chosen cannot run on this machine
  public SyntheticEngine(ModelShape shape, WeightTypes types, EngineOptions options) {
    this.shape = shape;
    this.types = types;
    this.factory = Backends.chosen(options);
    this.options =
        options.memoryBytes() > 0 ? options : options.withMemoryBytes(factory.freeBytes());
  }

  /// Draws the weights and makes the model ready to run. Only token ids can be used with it.
  ///
  /// @throws ModelException if it does not fit into memory; nothing is drawn then
  public LocalEngine open() {
    MemoryPlan memory = plan(shape);
    SyntheticModel model = SyntheticModel.of(shape, types);
    try {
      ModelInfo info = info(model).withContextLength(memory.contextTokens());
      EngineParts parts =
          new EngineParts(info, TokenWork.of(model), memory, tokenizer(model), Set.of(), null);
      return engine(factory.open(model, memory.cacheTokens()), parts, model);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static LocalEngine engine(Backend backend, EngineParts parts, SyntheticModel model) {
    try {
      return new LocalEngine(backend, parts, null, model::close);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  /// With how many of the shape's layers the model fits into memory, 0 for none.
  public int layersThatFit() {
    int fits = 0;
    int tooMany = shape.config().numHiddenLayers() + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) / 2;
      if (doesFit(shape.withLayers(middle))) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  private boolean doesFit(ModelShape cut) {
    try {
      return plan(cut).contextTokens() > 0;
    } catch (ModelException e) {
      return false;
    }
  }

  /// The pools that weights are packed from are taken off what is free.
  private MemoryPlan plan(ModelShape cut) {
    try (SyntheticModel model = SyntheticModel.unfilled(cut, types)) {
      long free = Math.max(0, factory.freeBytes() - model.poolBytes());
      return MemoryPlan.of(
          name(), cut.config().maxPositionEmbeddings(), factory.need(model), options, free);
    }
  }

  private ModelInfo info(SyntheticModel model) {
    ModelFile file = new ModelFile("memory", null, null, TypeBytes.of(tensors(model.weights())));
    OpenedModel opened =
        new OpenedModel(name(), model, tokenizer(model), Set.of(), null, PromptHints.NONE, file);
    return ModelCard.of(opened, factory.name());
  }

  private static List<Tensor> tensors(ModelWeights weights) {
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(weights.embedTokens().weight());
    if (!weights.lmHead().equals(weights.embedTokens())) {
      tensors.add(weights.lmHead().weight());
    }
    tensors.add(weights.norm());
    weights.layers().stream().flatMap(LayerWeights::tensors).forEach(tensors::add);
    return tensors;
  }

  private IdTokenizer tokenizer(DecoderModel model) {
    return new IdTokenizer(name(), model.config().vocabSize());
  }

  private String name() {
    return shape.name() + " in " + types.name();
  }
}
