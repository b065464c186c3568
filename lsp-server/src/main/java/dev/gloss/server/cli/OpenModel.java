package dev.gloss.server.cli;

import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Dialogue;
import java.util.Optional;

/// A model with everything the features need of it.
///
/// @param engine runs it
/// @param dialogue its chat template, empty where it has none
record OpenModel(LocalEngine engine, Optional<Dialogue> dialogue) implements AutoCloseable {

  /// The same in the words of the assistant.
  Assistant.Model forAssistant() {
    return new Assistant.Model(engine, dialogue.orElse(null));
  }

  /// The chat template.
  ///
  /// @throws IllegalArgumentException if the model has none
  Dialogue requiredDialogue() {
    return dialogue.orElseThrow(
        () ->
            new IllegalArgumentException(
                engine.model().name()
                    + ": has no chat_template in tokenizer_config.json, so it cannot be asked"));
  }

  @Override
  public void close() {
    engine.close();
  }
}
