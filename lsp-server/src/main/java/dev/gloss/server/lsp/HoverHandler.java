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
import dev.gloss.server.symbols.SymbolCard;
import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Work;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.Position;
import org.jspecify.annotations.Nullable;

/// `textDocument/hover`: what the symbol at the place is and does.
///
/// It answers within its budget with what is there; compiler and model go on, and the next hover
/// gets more.
final class HoverHandler {
  /// What the compiler gets at least, however small the budget is: without it there is nothing.
  private static final long LEAST_MILLIS = 300;

  private final Session session;

  /// Work by documents that goes on although its hover is answered, for the next one there.
  private final Map<String, Work<?>> goingOn = new ConcurrentHashMap<>();

  HoverHandler(Session session) {
    this.session = session;
  }

  CompletableFuture<@Nullable Hover> handle(HoverParams params) {
    Optional<Document> open = session.documents().find(params.getTextDocument().getUri());
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Document document = open.get();
    leaveOthers(document.uri());
    Settings settings = session.settings();
    boolean off = Boolean.FALSE.equals(settings.languages().switches().get(document.languageId()));
    if (off || !settings.hover().enabled()) {
      return CompletableFuture.completedFuture(null);
    }
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
    Positions positions = new Positions(document, session.profile().encoding());
    int offset = positions.offset(position);
    if (!session.admits(document)) {
      return null;
    }
    SymbolCard card = card(document, offset, deadline, cancellation).orElse(null);
    if (card == null) {
      return null;
    }
    ExplanationText text = explanation(card, settings, deadline, cancellation).orElse(null);
    ClientProfile client = session.profile();
    String value =
        new HoverView(card, client.hoverIsMarkdown()).text(text, session.services().panel().url());
    return value.isEmpty()
        ? null
        : new Hover(
            new MarkupContent(client.hoverFormat(), value),
            positions.range(card.start(), card.end()));
  }

  /// What stands there, as a piece of work of its own, which goes on when the answer is due.
  private Optional<SymbolCard> card(
      Document document, int offset, Deadline deadline, Cancellation cancellation) {
    long millis = Math.max(LEAST_MILLIS, deadline.millisLeft());
    Work<Optional<SymbolCard>> work =
        session
            .services()
            .workers()
            .submit(
                Urgency.ASKED,
                "symbol " + document.uri(),
                () -> session.symbols().at(document, offset, millis));
    cancellation.onCancel(work::takeBack);
    return Workers.waiting(() -> await(work, document.uri(), millis));
  }

  /// Nobody points into the other documents any more.
  private void leaveOthers(String uri) {
    goingOn.forEach(
        (other, work) -> {
          if (!other.equals(uri) && goingOn.remove(other, work)) {
            work.takeBack();
          }
        });
  }

  private Optional<SymbolCard> await(Work<Optional<SymbolCard>> work, String uri, long millis) {
    try {
      return work.result().get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      goingOn.put(uri, work);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TakenBack) {
        return Optional.empty();
      }
      throw new IllegalStateException("looking for the symbol failed", e.getCause());
    }
  }

  private Optional<ExplanationText> explanation(
      SymbolCard card, Settings settings, Deadline deadline, Cancellation cancellation) {
    Optional<ExplainQuery> query = ExplainQuery.of(card);
    if (query.isEmpty()) {
      return Optional.empty();
    }
    Assistant assistant = session.assistant();
    ModelWait.until(assistant, Role.EXPLANATION, deadline.millisLeft(), cancellation);
    Optional<Explainer> explainer = assistant.explainer();
    if (explainer.isEmpty()
        || !isKnown(query.get().languageId(), settings)
        || explainer.get().isOutOfPlace(query.get())) {
      return Optional.empty();
    }
    Explanation explanation = explainer.get().explain(query.get(), settings, Audience.HOVER);
    return Optional.of(Workers.waiting(() -> await(explanation, deadline.millisLeft())));
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
}
