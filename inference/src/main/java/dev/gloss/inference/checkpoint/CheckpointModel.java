package dev.gloss.inference.checkpoint;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.FileStamp;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A model that lies in a folder in Hugging Face layout; its weights are the mapped files.
///
/// Any thread may read the weights and close the model, though not both at once: closing throws
/// `IllegalStateException` while a weight is being read. The files must not change meanwhile;
/// whoever uses them asks with [#requireUnchanged] whether they have.
public final class CheckpointModel implements DecoderModel {

  private final Arena arena;
  private final DecoderConfig config;
  private final ModelWeights weights;
  private final List<Tensor> tensors;
  private final List<FileStamp> stamps;
  private final GenerationConfig generationConfig;

  private CheckpointModel(
      Arena arena,
      DecoderConfig config,
      ModelWeights weights,
      List<SafetensorsFile> files,
      GenerationConfig generationConfig) {
    this.arena = arena;
    this.tensors = files.stream().flatMap(file -> file.tensors().values().stream()).toList();
    this.stamps = files.stream().map(file -> FileStamp.of(file.file())).toList();
    this.config = config;
    this.weights = weights;
    this.generationConfig = generationConfig;
  }

  /// Opens a folder with `config.json` and either `model.safetensors` or
  /// `model.safetensors.index.json` and its shards.
  ///
  /// @throws ModelException if a file is missing, broken, or asks for something the engine has not;
  ///   nothing stays open then
  public static CheckpointModel open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(folder + ": is no folder, expected one with " + ConfigFile.NAME);
    }
    ConfigFile file = ConfigFile.read(folder);
    GenerationConfig generationConfig = GenerationConfig.read(folder, file);
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      List<SafetensorsFile> files = ShardIndex.map(folder, arena);
      TensorTable table = new TensorTable(folder, files, file.fp8());
      DecoderConfig declared = file.model();
      DecoderConfig config =
          declared.withNumNextnPredictLayers(WeightReader.mtpModules(declared, table));
      ModelWeights weights = new WeightReader(config, table).read();
      table.refuseLeftovers(config.numHiddenLayers() + config.numNextnPredictLayers());
      CheckpointModel model = new CheckpointModel(arena, config, weights, files, generationConfig);
      opened = true;
      return model;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public ModelWeights weights() {
    return weights;
  }

  /// All tensors of the files, scales of FP8 included, views into memory that this model owns.
  public List<Tensor> tensors() {
    return tensors;
  }

  /// Where generation begins and ends.
  public GenerationConfig generationConfig() {
    return generationConfig;
  }

  @Override
  public List<FileStamp> stamps() {
    return stamps;
  }

  /// Closes the mapping; a second call does nothing.
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
