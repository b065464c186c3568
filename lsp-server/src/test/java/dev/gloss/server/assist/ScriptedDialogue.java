package dev.gloss.server.assist;

import java.util.Map;

/// The dialogue of the embedded model, for engines that follow a script.
public final class ScriptedDialogue {
  private static final String TEMPLATE =
      "<｜begin▁of▁sentence｜>{% for m in messages %}{{ '<｜User｜>' + m.content }}{% endfor %}"
          + "{% if add_generation_prompt %}<｜Assistant｜>{% endif %}";

  private ScriptedDialogue() {}

  /// For an engine with a [CharTokenizer].
  public static Dialogue get() {
    return of(TEMPLATE);
  }

  /// The same with another template.
  static Dialogue of(String template) {
    return Dialogue.of(template, Map.of(), new CharTokenizer());
  }
}
