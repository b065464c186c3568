package dev.gloss.inference.gguf;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.FileStamp;
import dev.gloss.inference.model.ModelWeights;
import dev.gloss.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/// A model of GGUF files; its weights are the mapped files.
///
/// Any thread may read the weights and close the model, though not both at once: closing throws
/// `IllegalStateException` while a weight is being read. The files must not change meanwhile;
/// whoever uses them asks with [#requireUnchanged] whether they have.
public final class GgufModel implements DecoderModel {
  private final Arena arena;
  private final GgufFiles files;
  private final DecoderConfig config;
  private final ModelWeights weights;
  private final List<FileStamp> stamps;

  private GgufModel(Arena arena, GgufFiles files, DecoderConfig config, ModelWeights weights) {
    this.arena = arena;
    this.files = files;
    this.stamps = files.files().stream().map(file -> FileStamp.of(file.file())).toList();
    this.config = config;
    this.weights = weights;
  }

  /// Opens a file, or the first part of a split, whose other parts lie beside it.
  ///
  /// @throws ModelException if a file is missing, broken, or asks for something the engine has not;
  ///   nothing stays open then
  public static GgufModel open(Path file) {
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      GgufFiles files = GgufFiles.map(file, arena);
      Keys keys = Architectures.keys(files.metadata());
      GgufTensors tensors = new GgufTensors(files);
      DecoderConfig config = Architectures.of(keys).config(keys, tensors);
      ModelWeights weights = new WeightReader(config, tensors).read();
      tensors.refuseLeftovers();
      GgufModel model = new GgufModel(arena, files, config, weights);
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

  /// The metadata, of a split those of its first part.
  public Metadata metadata() {
    return files.metadata();
  }

  /// The files, the first part of a split first.
  public List<Path> files() {
    return files.files().stream().map(GgufFile::file).toList();
  }

  /// All tensors of the files, views into memory that this model owns.
  public List<Tensor> tensors() {
    return files.tensors();
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
