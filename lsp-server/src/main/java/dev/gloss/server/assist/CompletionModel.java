package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.prompts.fim.FillInTheMiddle;
import dev.gloss.prompts.fim.FimForm;
import dev.gloss.prompts.fim.FimLayout;
import dev.gloss.prompts.gate.Gate;
import dev.gloss.prompts.packing.DocumentPacker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A model with what completing needs of it.
record CompletionModel(
    Assistant.Model model,
    FillInTheMiddle fim,
    DocumentPacker packer,
    Gate gate,
    ReadingBudget budget) {
  /// The share of the n-grams for models that do not say: a model that can write needs none of
  /// them, and copies better by itself.
  private static final double NGRAM_WEIGHT = 0;

  CompletionModel(Assistant.Model model) {
    this(
        model,
        FillInTheMiddle.of(model.engine().tokenizer(), model.engine().model().hints()),
        new DocumentPacker(model.engine().tokenizer()),
        Gate.of(model.engine().model().name())
            .calibrated(model.measured().scale(), model.measured().offset()),
        new ReadingBudget());
  }

  Engine engine() {
    return model.engine();
  }

  /// The same model by way of another engine in front of its own.
  CompletionModel through(Engine engine) {
    return new CompletionModel(
        new Assistant.Model(engine, model.dialogue(), model.measured()), fim, packer, gate, budget);
  }

  /// The share of the document's own n-grams that suits the model.
  double ngramWeight() {
    return Objects.requireNonNullElse(engine().model().hints().ngramWeight(), NGRAM_WEIGHT);
  }

  /// The layout of its prompts.
  ///
  /// @param wish the form a person asks for; null for the model's best
  FimLayout layout(@Nullable FimForm wish) {
    return fim.layout(wish == null ? model.measured().form() : wish);
  }
}
