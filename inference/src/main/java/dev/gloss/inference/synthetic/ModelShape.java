package dev.gloss.inference.synthetic;

import dev.gloss.inference.checkpoint.CheckpointLayout;
import dev.gloss.inference.model.DecoderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How large everything in a model is.
///
/// @param name by which it is known
/// @param config its hyper-parameters
public record ModelShape(String name, DecoderConfig config) {
  private static final String RESOURCE = "shapes.json";
  private static final Map<String, DecoderConfig> KNOWN = read();

  private static Map<String, DecoderConfig> read() {
    try (InputStream in =
        Objects.requireNonNull(ModelShape.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return CheckpointLayout.configs(Path.of(RESOURCE), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The shape of this name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists those that there are
  public static ModelShape named(String name) {
    DecoderConfig config = KNOWN.get(name);
    if (config == null) {
      throw new IllegalArgumentException(
          "no shape is called '" + name + "', expected one of " + String.join(", ", names()));
    }
    return new ModelShape(name, config);
  }

  /// The names of all shapes.
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /// The same with so many of its layers, the first ones, and all of its modules.
  ///
  /// @throws IllegalArgumentException if it has not so many
  public ModelShape withLayers(int layers) {
    if (layers < 1 || layers > config.numHiddenLayers()) {
      throw new IllegalArgumentException(
          "%s has 1 to %d layers, got %d".formatted(name, config.numHiddenLayers(), layers));
    }
    return new ModelShape(name, config.withNumHiddenLayers(layers));
  }
}
