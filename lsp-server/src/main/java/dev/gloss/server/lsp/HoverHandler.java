package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Audience;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.DocumentSilence;
import dev.gloss.server.assist.ExplainQuery;
import dev.gloss.server.assist.Explainer;
import dev.gloss.server.assist.Explanation;
import dev.gloss.server.assist.ExplanationText;
import dev.gloss.server.assist.Role;
import dev.gloss.server.config.Settings;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
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
    if (!session.settings().hover().enabled()) {
      return CompletableFuture.completedFuture(null);
    }
    Document document = open.get();
    return session
        .requests()
        .compute(
            Urgency.ASKED,
            "hover " + document.uri(),
            new Cancellation(),
            cancellation -> hover(document, params.getPosition(), cancellation));
  }

  private @Nullable Hover hover(Document document, Position position, Cancellation cancellation) {
    Settings settings = session.settings();
    Deadline deadline = new Deadline(settings.hover().budgetMillis());
    int offset = new Positions(document, session.profile().encoding()).offset(position);
    Optional<ExplainQuery> query = ExplainQuery.enclosing(document, offset);
    if (query.isEmpty() || !session.admits(document)) {
      return null;
    }
    Assistant assistant = session.assistant();
    ModelWait.until(assistant, Role.EXPLANATION, deadline.millisLeft(), cancellation);
    Optional<Explainer> explainer = assistant.explainer();
    if (explainer.isEmpty() || !isKnown(document.languageId(), settings)) {
      return null;
    }
    Explanation explanation = explainer.get().explain(query.get(), settings, Audience.HOVER);
    return view(Workers.waiting(() -> await(explanation, deadline.millisLeft())));
  }

  private boolean isKnown(String languageId, Settings settings) {
    return session
        .assistant()
        .model(Role.EXPLANATION)
        .flatMap(
            model ->
                DocumentSilence.ofLanguage(
                    languageId, settings.languages(), model.engine().model()))
        .isEmpty();
  }

  private static ExplanationText await(Explanation explanation, long millis) {
    try {
      return explanation.await(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return explanation.text();
    }
  }

  /// The time at which an answer is due.
  private record Deadline(long nanos) {
    Deadline(int millisFromNow) {
      this(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millisFromNow));
    }

    long millisLeft() {
      return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
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
