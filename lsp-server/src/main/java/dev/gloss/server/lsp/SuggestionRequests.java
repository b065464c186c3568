package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Candidates;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.assist.DocumentSilence;
import dev.gloss.server.assist.Role;
import dev.gloss.server.assist.Silence;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.trace.TraceFinish;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.workspace.Document;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
  /// @param found makes the reply of the texts that are to be shown, one for somebody who types
  /// @param none makes the reply when there is nothing to suggest
  /// @return the reply; null while the model is not there, for which only an explicit request
  ///   waits, and when the request was superseded
  <T> CompletableFuture<@Nullable T> ask(
      Document document,
      CompletionQuery query,
      Function<List<Completion>, T> found,
      Supplier<T> none) {
    Assistant assistant = session.assistant();
    if (assistant.completer().isEmpty() && !query.explicit()) {
      return CompletableFuture.completedFuture(null);
    }
    Cancellation cancellation = new Cancellation();
    String key = kind + document.uri();
    Settings settings = session.settings();
    Urgency urgency = query.explicit() ? Urgency.ASKED : Urgency.TYPED;
    CompletableFuture<Completion> answer =
        session
            .desk()
            .ask(
                query,
                settings,
                cancellation,
                (taken, soFar) ->
                    Requests.after(
                        query.explicit() ? Duration.ZERO : session.pace().patience(),
                        taken,
                        () ->
                            session
                                .requests()
                                .compute(
                                    urgency,
                                    key,
                                    taken,
                                    written -> write(document, query, settings, written, soFar))));
    // Only now, so that the older one's text is not thrown away if this one waits for it, too.
    session.latest().enter(key, cancellation);
    CompletableFuture<@Nullable T> reply = new CompletableFuture<>();
    answer
        .thenCompose(first -> withOthers(first, query, settings.completion(), cancellation))
        .whenComplete(
            (completions, failure) -> {
              session.latest().leave(key, cancellation);
              if (failure != null) {
                reply.completeExceptionally(
                    failure instanceof CompletionException ? failure.getCause() : failure);
                return;
              }
              Completion first = completions.getFirst();
              if (cancellation.reason() == TraceFinish.SUPERSEDED
                  || Silence.NO_MODEL.equals(first.silence())) {
                reply.complete(null);
              } else {
                tellWhy(first.silence());
                if (first.isShown() && !query.explicit()) {
                  assistant.acceptance().shown(query, first);
                }
                reply.complete(first.isShown() ? found.apply(completions) : none.get());
              }
            });
    reply.whenComplete(
        (result, failure) -> {
          if (reply.isCancelled()) {
            cancellation.cancel(TraceFinish.CANCELLED);
          }
        });
    return reply;
  }

  /// The text with others to look through, for somebody who asked for ghost text.
  private CompletableFuture<List<Completion>> withOthers(
      Completion first,
      CompletionQuery query,
      Settings.Completion settings,
      Cancellation cancellation) {
    Optional<Completer> completer = session.assistant().completer();
    if (!kind.equals(INLINE) || !query.explicit() || !first.isShown() || completer.isEmpty()) {
      return CompletableFuture.completedFuture(List.of(first));
    }
    Candidates candidates = new Candidates(completer.get(), query, settings, cancellation);
    return session
        .requests()
        .compute(Urgency.ASKED, kind + query.uri(), cancellation, taken -> candidates.beside(first))
        .handle(
            (texts, failure) -> {
              // Without them the first is as good as it was.
              Stream<Completion> others = texts == null ? Stream.empty() : texts.stream();
              return Stream.concat(Stream.of(first), others).toList();
            });
  }

  /// Why nothing is shown, for who wonders.
  private void tellWhy(@Nullable Silence silence) {
    if (!Silence.CANCELLED.equals(silence)) {
      session
          .services()
          .status()
          .quiet(
              silence == null ? null : new GlossStatus.Quiet(silence.reason(), silence.sentence()));
    }
  }

  private Completion write(
      Document document,
      CompletionQuery query,
      Settings settings,
      Cancellation cancellation,
      Consumer<String> soFar) {
    if (!session.admits(document)) {
      return Completion.nothing("", Silence.PRIVATE);
    }
    Assistant assistant = session.assistant();
    ModelWait.until(assistant, Role.COMPLETION, ModelWait.ASKED_MILLIS, cancellation);
    Optional<Completer> completer = assistant.completer();
    Optional<Silence> silence =
        assistant
            .model(Role.COMPLETION)
            .flatMap(
                model -> DocumentSilence.of(query, settings.languages(), model.engine().model()));
    if (completer.isEmpty() || silence.isPresent()) {
      return Completion.nothing("", silence.orElse(Silence.NO_MODEL));
    }
    long start = System.nanoTime();
    Completion completion =
        completer.get().complete(query, settings.completion(), cancellation, soFar);
    long nanos = System.nanoTime() - start;
    if (cancellation.isCancelled()) {
      session.pace().interrupted(nanos);
    } else if (completion.tokens() > 0) {
      session.pace().answered(nanos);
    }
    return completion;
  }
}
