package dev.gloss.prompts.chat;

import dev.gloss.inference.Prompt;
import dev.gloss.prompts.chat.jinja.JinjaTemplate;
import dev.gloss.prompts.chat.jinja.MarkedText;
import dev.gloss.prompts.chat.jinja.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model's chat template, which turns a dialogue into a prompt.
///
/// Everything that comes from messages and variables is marked as data and keeps its mark through
/// whatever the template does with it. In the rendered text special tokens are looked for only
/// where the template itself wrote; a message that contains `<｜User｜>` stays text.
///
/// Immutable; safe for use by several threads.
public final class ChatTemplate {
  private final JinjaTemplate template;
  private final SpecialTokens specialTokens;
  private final Map<String, Object> trusted;

  private ChatTemplate(
      JinjaTemplate template, SpecialTokens specialTokens, Map<String, Object> trusted) {
    this.template = template;
    this.specialTokens = specialTokens;
    this.trusted = trusted;
  }

  /// Parses a template.
  ///
  /// @param source the model's `chat_template`
  /// @param specialTokens all added tokens of its tokenizer
  /// @param tokenVariables variables that hold tokens, such as `bos_token` and `eos_token`, by the
  ///   names in `tokenizer_config.json`
  /// @throws TemplateException if the template cannot be parsed; the message names the line
  public static ChatTemplate parse(
      String source, SpecialTokens specialTokens, Map<String, String> tokenVariables) {
    return of(JinjaTemplate.parse(source), specialTokens, tokenVariables);
  }

  /// The same for a template that was parsed with limits or a clock of its own.
  public static ChatTemplate of(
      JinjaTemplate template, SpecialTokens specialTokens, Map<String, String> tokenVariables) {
    return new ChatTemplate(template, specialTokens, Map.copyOf(tokenVariables));
  }

  /// The prompt for a dialogue. No further beginning of sentence is to be added: templates write
  /// it.
  ///
  /// @param addGenerationPrompt whether the prompt ends where the assistant's answer begins
  /// @param variables further variables the template knows, such as `thinking`; their strings are
  ///   data. A `null` is Python's `None`
  /// @throws TemplateException if the template refuses the dialogue or fails; the message names the
  ///   line
  public Prompt render(
      List<ChatMessage> messages, boolean addGenerationPrompt, Map<String, ?> variables) {
    Map<String, Object> data = new HashMap<>(variables);
    data.put("messages", messages.stream().map(ChatTemplate::message).toList());
    data.put("add_generation_prompt", addGenerationPrompt);
    Map<String, Object> own = new HashMap<>(trusted);
    own.keySet().removeAll(data.keySet());
    return parts(template.render(own, data));
  }

  /// The prompt for a dialogue, without further variables.
  public Prompt render(List<ChatMessage> messages, boolean addGenerationPrompt) {
    return render(messages, addGenerationPrompt, Map.of());
  }

  private static Map<String, Object> message(ChatMessage message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", MarkedText.template(message.role()));
    fields.put("content", message.content());
    fields.putAll(message.extra());
    return fields;
  }

  private Prompt parts(MarkedText rendered) {
    List<Prompt.Part> parts = new ArrayList<>();
    String text = rendered.text();
    SpecialTokens.Search tokens = specialTokens.in(text);
    int textStart = 0;
    int own = rendered.dataEnd(0);
    while (own < text.length()) {
      int ownEnd = rendered.dataStart(own);
      int at = own;
      while (at < ownEnd) {
        int end = tokens.end(at, ownEnd);
        if (end > at) {
          addText(parts, text.substring(textStart, at));
          parts.add(new Prompt.Special(text.substring(at, end)));
          textStart = end;
        }
        at = Math.max(end, at + 1);
      }
      own = rendered.dataEnd(ownEnd);
    }
    addText(parts, text.substring(textStart));
    return new Prompt(parts);
  }

  private static void addText(List<Prompt.Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Prompt.Text(text));
    }
  }
}
