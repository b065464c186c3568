package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;
import dev.gloss.inference.Tokenizer;

/// A prompt as a person reads it in the panel.
final class PromptText {
  private PromptText() {}

  static String of(Prompt prompt, Tokenizer tokenizer) {
    StringBuilder text = new StringBuilder();
    for (Prompt.Part part : prompt.parts()) {
      text.append(
          switch (part) {
            case Prompt.Special(String name) -> name;
            case Prompt.Text(String plain) -> plain;
            case Prompt.Ids(var ids) ->
                tokenizer.decode(ids.stream().mapToInt(Integer::intValue).toArray());
          });
    }
    return text.toString();
  }
}
