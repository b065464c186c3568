package dev.gloss.server.lsp;

import dev.gloss.server.assist.ExplanationText;
import dev.gloss.server.symbols.SymbolCard;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a symbol as the text of a hover: its declaration, where that is, facts, and
/// below them the model's sentence, marked as such.
final class HoverView {
  private static final String THINKING = "Gloss is thinking… Hover again to see the answer.";

  private final SymbolCard card;
  private final boolean markdown;

  /// @param markdown whether the editor renders it
  HoverView(SymbolCard card, boolean markdown) {
    this.card = card;
    this.markdown = markdown;
  }

  /// The whole text; empty where there is nothing to say.
  ///
  /// @param text what the model says; null where it was not asked
  /// @param panel where one may see how that came about
  String text(@Nullable ExplanationText text, Optional<URI> panel) {
    List<String> parts = new ArrayList<>();
    if (!card.signature().isEmpty()) {
      String language = card.where() == null ? "" : card.where().languageId();
      parts.add(
          markdown
              ? Markdown.fenced(card.signature(), language).stripTrailing()
              : card.signature());
      parts.add(lines());
    }
    String sentence = text == null ? "" : sentence(text);
    if (!sentence.isEmpty()) {
      parts.add(sentence);
      panel.ifPresent(
          url ->
              parts.add(
                  markdown ? "[How it came about](" + url + ")" : "How it came about: " + url));
    }
    return String.join("\n\n", parts);
  }

  private String lines() {
    List<String> lines = new ArrayList<>();
    lines.add(place());
    if (!card.doc().isEmpty()) {
      lines.add(markdown ? Markdown.harmless(card.doc()) : card.doc());
    }
    card.facts().forEach(fact -> lines.add(markdown ? fact : fact.replace("`", "")));
    return String.join(markdown ? "  \n" : "\n", lines);
  }

  private String place() {
    String kind = card.kind().substring(0, 1).toUpperCase(Locale.ROOT) + card.kind().substring(1);
    String in = card.container().isEmpty() ? "" : " of " + marked(card.container());
    SymbolCard.Where where = card.where();
    return where == null
        ? kind + in + " in the JDK"
        : kind + in + ", " + where.fileName() + ":" + where.line();
  }

  private String marked(String name) {
    return markdown ? "`" + name + "`" : name;
  }

  private static String sentence(ExplanationText text, boolean markdown) {
    String answer = markdown ? Markdown.harmless(text.answer()) : text.answer();
    return (markdown ? "*Model:* " : "Model: ") + answer;
  }

  private String sentence(ExplanationText text) {
    if (text.objection() != null) {
      return "";
    }
    return switch (text.state()) {
      case RUNNING ->
          text.answer().isBlank()
              ? (markdown ? "*" + THINKING + "*" : THINKING)
              : sentence(text, markdown) + " …";
      case DONE -> text.answer().isBlank() ? "" : sentence(text, markdown);
      case FAILED -> "Gloss could not explain this: " + text.failure();
      case CANCELLED -> "The explanation was cancelled. Hover again to ask anew.";
    };
  }
}
