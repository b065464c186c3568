package dev.gloss.server.cli.doctor;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import java.util.Locale;
import java.util.function.Supplier;

/// Whether the model can be opened.
public final class ModelCheck implements Check {
  private final Supplier<ModelInfo> inspection;

  /// @param inspection opens the model and tells what it is; throws when it cannot be used
  public ModelCheck(Supplier<ModelInfo> inspection) {
    this.inspection = inspection;
  }

  @Override
  public Finding look() {
    try {
      ModelInfo info = inspection.get();
      return Finding.ok(
          "model",
          String.format(
              Locale.ROOT,
              "%s: %.1f million parameters, %s, context of %,d tokens",
              info.name(),
              info.totalParameters() / 1e6,
              info.dtype(),
              info.contextLength()));
    } catch (ModelException e) {
      return Finding.fail("model", String.valueOf(e.getMessage()));
    }
  }
}
