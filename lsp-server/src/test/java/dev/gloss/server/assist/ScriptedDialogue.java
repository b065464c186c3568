package dev.gloss.server.assist;

import dev.gloss.inference.Prompt;

/// The dialogue of the embedded model, without the file that says so.
public final class ScriptedDialogue implements Dialogue {
  @Override
  public Prompt ask(String message) {
    return Prompt.of(
        new Prompt.Special("<｜begin▁of▁sentence｜>"),
        new Prompt.Special("<｜User｜>"),
        new Prompt.Text(message),
        new Prompt.Special("<｜Assistant｜>"));
  }

  @Override
  public boolean startsInThink() {
    return false;
  }
}
