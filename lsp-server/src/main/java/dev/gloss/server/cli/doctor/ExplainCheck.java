package dev.gloss.server.cli.doctor;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.engine.ModelPreview;
import dev.gloss.server.assist.Dialogue;
import java.util.function.Supplier;

/// Whether the model that explains can be opened and asked.
public final class ExplainCheck implements Check {
  private static final String ID = "explain";

  private final Supplier<ModelPreview> preview;
  private final boolean isAnother;

  /// @param preview looks at the model; throws when it cannot be used
  /// @param isAnother whether it is another one than the one that completes
  public ExplainCheck(Supplier<ModelPreview> preview, boolean isAnother) {
    this.preview = preview;
    this.isAnother = isAnother;
  }

  @Override
  public Finding look() {
    try {
      ModelPreview model = preview.get();
      String what = isAnother ? ModelCheck.describe(model.info()) : model.info().name();
      ChatTemplateSource template = model.chatTemplate();
      String problem =
          template == null
              ? "its files have no chat template"
              : Dialogue.of(template.source(), template.tokens(), model.tokenizer())
                  .problem()
                  .orElse("");
      return problem.isEmpty()
          ? Finding.ok(ID, what + ", asked by its own chat template")
          : Finding.warn(
              ID,
              what
                  + ": "
                  + problem
                  + ", so nothing is explained; name another model with --explain-model or 'gloss"
                  + " models use NAME --for explain'");
    } catch (ModelException e) {
      return Finding.fail(ID, String.valueOf(e.getMessage()));
    }
  }
}
