package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.packing.DocumentPacker;
import org.jspecify.annotations.Nullable;

/// A model with what completing needs of it.
record CompletionModel(Assistant.Model model, FillInTheMiddle fim, DocumentPacker packer) {

  CompletionModel(Assistant.Model model) {
    this(
        model,
        FillInTheMiddle.of(model.engine().tokenizer(), model.engine().model().hints()),
        new DocumentPacker(model.engine().tokenizer()));
  }

  Engine engine() {
    return model.engine();
  }

  /// The layout of its prompts.
  ///
  /// @param wish the form a person asks for; null for the model's best
  FimLayout layout(@Nullable FimForm wish) {
    return fim.layout(wish == null ? model.fim() : wish);
  }
}
