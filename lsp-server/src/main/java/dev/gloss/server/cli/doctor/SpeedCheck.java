package dev.gloss.server.cli.doctor;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.server.models.ByteCount;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// How fast a model can write here at most: each token reads all active weights once.
public final class SpeedCheck implements Check {
  private final String id;
  private final double bytesPerSecond;
  private final double wanted;
  private final Supplier<ModelPreview> preview;

  /// @param id of the finding
  /// @param bytesPerSecond how fast this machine reads memory
  /// @param wanted tokens a second below which it is too slow for its purpose
  /// @param preview looks at the model; throws when it cannot be used
  public SpeedCheck(
      String id, double bytesPerSecond, double wanted, Supplier<ModelPreview> preview) {
    this.id = id;
    this.bytesPerSecond = bytesPerSecond;
    this.wanted = wanted;
    this.preview = preview;
  }

  @Override
  public Finding look() {
    try {
      ModelPreview model = preview.get();
      if (!model.slowTypes().isEmpty()) {
        return Finding.warn(
            id,
            "weights of type "
                + model.slowTypes().stream().sorted().collect(Collectors.joining(", "))
                + " are computed many times slower than others; take another file of the model, or"
                + " make one with 'gloss convert IN OUT --to q4_k'");
      }
      long bytes = model.weightBytesPerToken();
      double tokens = bytesPerSecond / bytes;
      String what =
          String.format(
              Locale.ROOT,
              "writes %.0f tokens a second at most: each reads %s, and this machine reads %.0f"
                  + " GB/s",
              tokens,
              ByteCount.of(bytes),
              bytesPerSecond / 1e9);
      return tokens >= wanted
          ? Finding.ok(id, what)
          : Finding.warn(id, what + "; a smaller model or format would be faster");
    } catch (ModelException e) {
      return Finding.warn(id, "not known, for the model cannot be opened");
    }
  }
}
