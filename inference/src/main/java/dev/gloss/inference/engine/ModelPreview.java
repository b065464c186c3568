package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.cpu.kernels.PanelFormats;
import dev.gloss.inference.model.ActiveBytes;
import dev.gloss.inference.tensor.DType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What can be told of a model without making it ready to run.
///
/// @param info what it is, with the context that it was made for
/// @param tokenizer its tokenizer
/// @param chatTemplate how it is to be asked; null where its files do not say
/// @param weightBytesPerToken bytes of weights that one written token reads, as the files store
///   them
/// @param slowTypes types of its weights whose products are computed many times slower than those
///   of others
public record ModelPreview(
    ModelInfo info,
    Tokenizer tokenizer,
    @Nullable ChatTemplateSource chatTemplate,
    long weightBytesPerToken,
    Set<String> slowTypes) {

  /// Copies the set.
  public ModelPreview {
    slowTypes = Set.copyOf(slowTypes);
  }

  /// Looks at a model; nothing stays open.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  public static ModelPreview of(Path path) {
    try (OpenedModel opened = ModelFiles.open(path)) {
      ModelInfo info = ModelCard.of(opened, "cpu");
      return new ModelPreview(
          info,
          opened.tokenizer(),
          opened.chatTemplate(),
          ActiveBytes.of(opened.model()),
          slowTypes(info));
    }
  }

  private static Set<String> slowTypes(ModelInfo info) {
    Set<String> stored = info.file().typeBytes().keySet();
    return Arrays.stream(DType.values())
        .filter(type -> !PanelFormats.hasLoops(type))
        .map(DType::name)
        .filter(stored::contains)
        .collect(Collectors.toSet());
  }
}
