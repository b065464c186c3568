package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.assist.Role;
import dev.gloss.server.assist.Suggestion;
import dev.gloss.server.config.Settings;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.workspace.Document;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks for text at a place, for both requests of the protocol that do.
///
/// A newer request of the same kind for the same document supersedes the older one, which is
/// answered with `null`.
final class SuggestionRequests {
  private static final String INLINE = "inline ";
  private static final String POPUP = "popup ";

  private final Session session;
  private final String kind;

  private SuggestionRequests(Session session, String kind) {
    this.session = session;
    this.kind = kind;
  }

  /// For `textDocument/inlineCompletion`.
  static SuggestionRequests inline(Session session) {
    return new SuggestionRequests(session, INLINE);
  }

  /// For `textDocument/completion`.
  static SuggestionRequests popup(Session session) {
    return new SuggestionRequests(session, POPUP);
  }

  /// What requests for this document are filed under.
  static List<String> keys(String uri) {
    return List.of(INLINE + uri, POPUP + uri);
  }

  /// The reply for a place.
  ///
  /// @param document one version
  /// @param query the place, in a text that may go beyond that version
  /// @param found makes the reply of a suggestion
  /// @param none makes the reply when there is nothing to suggest
  /// @return the reply; null while the model is not there, for which only an explicit request
  ///   waits, and when the request was superseded
  <T> CompletableFuture<@Nullable T> ask(
      Document document, CompletionQuery query, Function<Suggestion, T> found, Supplier<T> none) {
    Assistant assistant = session.assistant();
    if (assistant.completer().isEmpty() && !query.explicit()) {
      return CompletableFuture.completedFuture(null);
    }
    Cancellation cancellation = new Cancellation();
    String key = kind + document.uri();
    session.latest().enter(key, cancellation);
    Settings.Completion settings = session.settings().completion();
    CompletableFuture<@Nullable T> reply =
        session
            .requests()
            .compute(
                query.explicit() ? Urgency.ASKED : Urgency.TYPED,
                key,
                cancellation,
                taken -> {
                  if (!session.admits(document)) {
                    return none.get();
                  }
                  ModelWait.until(assistant, Role.COMPLETION, ModelWait.ASKED_MILLIS, taken);
                  Optional<Completer> completer = assistant.completer();
                  if (completer.isEmpty()) {
                    return null;
                  }
                  Optional<Suggestion> suggestion =
                      completer.get().complete(query, settings, taken);
                  return taken.reason() == TraceFinish.SUPERSEDED
                      ? null
                      : suggestion.map(found).orElseGet(none);
                });
    reply.whenComplete((result, failure) -> session.latest().leave(key, cancellation));
    return reply;
  }
}
