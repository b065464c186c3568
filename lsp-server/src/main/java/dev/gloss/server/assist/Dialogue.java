package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;

/// How a person's message is laid out for a model: its chat template.
public interface Dialogue {

  /// The prompt after which the model answers the message.
  Prompt ask(String message);

  /// Whether that prompt ends inside the thought, so that the model's text begins there.
  boolean startsInThink();
}
