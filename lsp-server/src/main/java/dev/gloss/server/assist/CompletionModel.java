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

  /// The same model by way of another engine in front of its own.
  CompletionModel through(Engine engine) {
    return new CompletionModel(
        new Assistant.Model(engine, model.dialogue(), model.fim()), fim, packer);
  }

  /// The share of the document's own n-grams.
  ///
  /// @param wish the one a person asks for; null for the one that suits the model
  double ngramWeight(@Nullable Double wish) {
    Double suits = wish == null ? engine().model().hints().ngramWeight() : wish;
    return suits == null ? 0 : suits;
  }

  /// The layout of its prompts.
  ///
  /// @param wish the form a person asks for; null for the model's best
  FimLayout layout(@Nullable FimForm wish) {
    return fim.layout(wish == null ? model.fim() : wish);
  }
}
