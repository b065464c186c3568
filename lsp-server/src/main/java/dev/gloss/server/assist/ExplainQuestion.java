package dev.gloss.server.assist;

import dev.gloss.prompts.reasoning.ReasoningTags;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// The words in which a chat model is asked what a piece of code does.
final class ExplainQuestion {
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "javascript", "JavaScript",
          "typescript", "TypeScript",
          "cpp", "C++",
          "csharp", "C#",
          "html", "HTML",
          "css", "CSS",
          "sql", "SQL",
          "php", "PHP",
          "plaintext", "");

  private final ExplainQuery query;

  ExplainQuestion(ExplainQuery query) {
    this.query = query;
  }

  /// Asks for an answer alone.
  String plain(String code) {
    return what()
        + " Answer in one to three short sentences of plain text, without headings, lists or code"
        + " blocks."
        + block(code);
  }

  /// Asks for a thought and an answer between tags, as DeepSeek-R1-Zero was asked (DeepSeek-AI,
  /// 2025, "DeepSeek-R1", table 1). A small model's answer else repeats its thought.
  String withThought(String code, ReasoningTags tags) {
    return what()
        + " First think about it in at most four sentences between %s and %s. Then"
            .formatted(tags.thinkOpen(), tags.thinkClose())
        + " give the answer between %s and %s: one short sentence of plain text that does not"
            .formatted(tags.answerOpen(), tags.answerClose())
        + " repeat the thought."
        + block(code);
  }

  private String what() {
    String language = language();
    String file = file();
    return "What does this%s code%s do?"
        .formatted(language.isEmpty() ? "" : " " + language, file.isEmpty() ? "" : " from " + file);
  }

  private String block(String code) {
    String calls =
        query.calls().isEmpty()
            ? ""
            : "\n\nWhat it calls:\n\n" + fenced(String.join("\n", query.calls()));
    return "\n\n" + fenced(code) + calls;
  }

  private String fenced(String code) {
    return "```" + fence() + "\n" + code + "\n```";
  }

  private String fence() {
    return query.languageId().equals("plaintext") ? "" : query.languageId();
  }

  private String language() {
    String id = query.languageId();
    if (id.isEmpty() || LANGUAGES.containsKey(id)) {
      return LANGUAGES.getOrDefault(id, "");
    }
    return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
  }

  private String file() {
    String path = query.uri().replaceAll("[?#].*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
