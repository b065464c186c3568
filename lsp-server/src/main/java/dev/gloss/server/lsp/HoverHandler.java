package dev.gloss.server.lsp;

import dev.gloss.server.assist.Audience;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.assist.Explainer;
import dev.gloss.server.assist.Explanation;
import dev.gloss.server.assist.ExplanationText;
import dev.gloss.server.config.Settings;
import dev.gloss.server.workspace.Document;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.jspecify.annotations.Nullable;

/// `textDocument/hover`: what the method around the place does.
///
/// It answers within its budget with what is there; the model goes on, and the next hover gets
/// more.
final class HoverHandler {
  private final Session session;

  HoverHandler(Session session) {
    this.session = session;
  }

  CompletableFuture<@Nullable Hover> handle(HoverParams params) {
    Optional<Document> open = session.documents().find(params.getTextDocument().getUri());
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Document document = open.get();
    int offset = new Positions(document, session.profile().encoding()).offset(params.getPosition());
    Optional<Explainer> explainer = session.assistant().explainer();
    Settings settings = session.settings();
    if (explainer.isEmpty() || !settings.hover().enabled()) {
      return CompletableFuture.completedFuture(null);
    }
    return session.run(
        "hover",
        new Cancellation(),
        cancellation -> hover(explainer.get(), document, offset, settings));
  }

  private @Nullable Hover hover(
      Explainer explainer, Document document, int offset, Settings settings) {
    Optional<ExplainQuery> query = ExplainQuery.enclosing(document, offset);
    if (query.isEmpty() || !session.admits(document)) {
      return null;
    }
    Explanation explanation = explainer.explain(query.get(), settings, Audience.HOVER);
    try {
      return view(explanation.await(settings.hover().budgetMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return view(explanation.text());
    }
  }

  private Hover view(ExplanationText text) {
    Optional<URI> panel = session.services().panel().url();
    ClientProfile client = session.profile();
    String value =
        client.hoverIsMarkdown()
            ? ExplanationView.markdown(text, panel)
            : ExplanationView.plain(text, panel);
    return new Hover(new MarkupContent(client.hoverFormat(), value));
  }
}
