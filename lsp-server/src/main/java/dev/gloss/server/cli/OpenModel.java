package dev.gloss.server.cli;

import dev.gloss.inference.engine.LocalEngine;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Dialogue;
import dev.gloss.server.config.Measurement;
import dev.gloss.server.config.Settings;
import java.util.Optional;

/// A model with everything the features need of it.
///
/// @param engine runs it
/// @param dialogue its chat template, empty where it has none
/// @param measured what was measured of it
record OpenModel(LocalEngine engine, Optional<Dialogue> dialogue, Measurement measured)
    implements AutoCloseable {

  /// An engine with the chat template that its model's files have.
  static OpenModel of(LocalEngine engine, Measurement measured) {
    Optional<Dialogue> dialogue =
        Optional.ofNullable(engine.chatTemplate())
            .map(found -> Dialogue.of(found.source(), found.tokens(), engine.tokenizer()));
    return new OpenModel(engine, dialogue, measured);
  }

  /// The same in the words of the assistant.
  Assistant.Model forAssistant() {
    return new Assistant.Model(engine, dialogue.orElse(null), measured);
  }

  /// Settings of completions, with the form that suits the model where they say none.
  Settings.Completion suited(Settings.Completion settings) {
    return settings.fim() == null ? settings.withFim(measured.form()) : settings;
  }

  /// The chat template.
  ///
  /// @throws IllegalArgumentException if the model has none
  Dialogue requiredDialogue() {
    return dialogue.orElseThrow(
        () ->
            new IllegalArgumentException(
                engine.model().name()
                    + ": its files have no chat template, so it cannot be asked"));
  }

  @Override
  public void close() {
    engine.close();
  }
}
