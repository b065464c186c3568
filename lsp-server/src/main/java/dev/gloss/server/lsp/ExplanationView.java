package dev.gloss.server.lsp;

import dev.gloss.server.assist.ExplanationText;
import java.net.URI;
import java.util.Optional;

/// An explanation as the text of a hover.
final class ExplanationView {
  private static final String THINKING = "Gloss is thinking… Hover again to see the answer.";

  private ExplanationView() {}

  static String markdown(ExplanationText text, Optional<URI> panel) {
    String link = panel.map(url -> "\n\n[How it came about](" + url + ")").orElse("");
    return body(text, Markdown.harmless(text.answer())) + link;
  }

  static String plain(ExplanationText text, Optional<URI> panel) {
    String link = panel.map(url -> "\n\nHow it came about: " + url).orElse("");
    return body(text, text.answer()) + link;
  }

  private static String body(ExplanationText text, String answer) {
    return switch (text.state()) {
      case RUNNING -> answer.isBlank() ? THINKING : answer + " …";
      case DONE -> answer.isBlank() ? "Gloss has nothing to say about this code." : answer;
      case FAILED -> "Gloss could not explain this: " + text.failure();
      case CANCELLED -> "The explanation was cancelled. Hover again to ask anew.";
    };
  }
}
