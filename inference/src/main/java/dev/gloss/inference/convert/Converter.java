package dev.gloss.inference.convert;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.gguf.GgufModel;
import dev.gloss.inference.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a model again: in another element type, in another layout, or both.
///
/// A name that ends in `.gguf` stands for a GGUF file, every other one for a folder in Hugging Face
/// layout.
public final class Converter {

  private static final List<DType> OF_FOLDERS = List.of(DType.F32, DType.BF16, DType.F8_E4M3);

  private static final List<DType> OF_GGUF_FILES =
      List.of(DType.F32, DType.BF16, DType.Q8_0, DType.Q4_0, DType.Q4_K, DType.Q6_K);

  private final int threads;
  private final ConversionListener listener;

  /// @param threads that round numbers
  /// @param listener told about every tensor
  public Converter(int threads, ConversionListener listener) {
    this.threads = threads;
    this.listener = listener;
  }

  /// Converts a model.
  ///
  /// @param in a folder in Hugging Face layout, or a GGUF file
  /// @param out what there will be, beside its folder's other files; nothing of it is left if
  ///   anything fails
  /// @param target F32, BF16, F8_E4M3 (folders alone), Q8_0, Q4_0, Q4_K or Q6_K (GGUF files alone)
  /// @throws ModelException if the model cannot be read, or not be said in that layout, if the
  ///   output exists, or if it does not fit on the disk
  /// @throws IllegalArgumentException if the layout of the output does not have the type
  /// @throws IOException if a file cannot be written
  public void convert(Path in, Path out, DType target) throws IOException {
    checkTarget(out, target);
    if (!Files.exists(in)) {
      throw new ModelException(in + ": is missing, expected a model's folder or a GGUF file");
    }
    try (PendingOutput pending = new PendingOutput(out)) {
      if (!isGguf(out)) {
        try (SourceModel source = source(in)) {
          writeFolder(source, target, pending);
        }
      } else if (Files.isDirectory(in)) {
        try (SourceModel source = source(in)) {
          writeGguf(GgufOutput.of(source, target), pending);
        }
      } else {
        try (GgufModel model = GgufModel.open(in)) {
          writeGguf(GgufRewrite.of(model, target), pending);
        }
      }
      pending.commit();
    }
  }

  private static SourceModel source(Path in) {
    return Files.isDirectory(in) ? HuggingFaceSource.open(in) : GgufSource.open(in);
  }

  private void writeFolder(SourceModel source, DType target, PendingOutput pending)
      throws IOException {
    ModelFile weights = HuggingFaceOutput.weights(source, target);
    pending.requireSpace(weights.totalBytes());
    Path folder = Files.createDirectory(pending.path());
    HuggingFaceOutput.writeTexts(source, target, folder);
    weights.write(folder.resolve("model.safetensors"), threads, listener);
    CheckpointModel.open(folder).close();
  }

  private void writeGguf(ModelFile file, PendingOutput pending) throws IOException {
    pending.requireSpace(file.totalBytes());
    Path path = pending.path();
    file.write(path, threads, listener);
    GgufModel.open(path).close();
  }

  private static boolean isGguf(Path path) {
    return path.toString().endsWith(".gguf");
  }

  /// Refuses a type that the layout of the output does not have.
  ///
  /// @throws IllegalArgumentException with a message for people
  public static void checkTarget(Path out, DType target) {
    boolean gguf = isGguf(out);
    List<DType> types = gguf ? OF_GGUF_FILES : OF_FOLDERS;
    if (!types.contains(target)) {
      throw new IllegalArgumentException(
          "%s: %s are not written in %s, expected one of %s%s"
              .formatted(
                  out,
                  gguf ? "GGUF files" : "folders",
                  target,
                  types,
                  gguf ? "" : ", or a name that ends in .gguf"));
    }
  }
}
