package dev.gloss.server.cli.doctor;

import dev.gloss.inference.ModelException;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the model that completes can be opened, and how it is asked to fill a hole.
public final class ModelCheck implements Check {
  private static final String ID = "model";

  private final Supplier<ModelPreview> preview;
  private final Supplier<Optional<FimForm>> form;

  /// @param preview looks at the model; throws when it cannot be used
  /// @param form in which it is asked; empty for its usual one
  public ModelCheck(Supplier<ModelPreview> preview, Supplier<Optional<FimForm>> form) {
    this.preview = preview;
    this.form = form;
  }

  @Override
  public Finding look() {
    try {
      ModelPreview model = preview.get();
      FillInTheMiddle fim = FillInTheMiddle.of(model.tokenizer(), model.info().hints());
      String what = describe(model.info()) + "; " + fim.description(form.get().orElse(null));
      return fim.isMarked() ? Finding.ok(ID, what) : Finding.warn(ID, what);
    } catch (ModelException e) {
      return Finding.fail(ID, String.valueOf(e.getMessage()));
    }
  }

  static String describe(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f million parameters, %s, context of %,d tokens",
        info.name(),
        info.totalParameters() / 1e6,
        info.dtype(),
        info.contextLength());
  }
}
