package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.prompts.packing.LineCutter;

/// A model with what explaining needs of it, and the explanations it wrote.
record ExplanationModel(
    Assistant.Model model, Dialogue dialogue, LineCutter cutter, ExplanationShelf shelf) {
  private static final int KEPT = 256;
  private static final int RUNNING_AT_MOST = 4;

  ExplanationModel(Assistant.Model model, Dialogue dialogue) {
    this(
        model,
        dialogue,
        new LineCutter(model.engine().tokenizer()),
        new ExplanationShelf(KEPT, RUNNING_AT_MOST));
  }

  Engine engine() {
    return model.engine();
  }
}
