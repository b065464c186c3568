package dev.gloss.server.assist;

import dev.gloss.server.config.Settings;
import dev.gloss.server.trace.TraceFinish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where one conversation's requests for text come in: each is asked of the model once.
///
/// A text that was shown is kept while somebody types along it and found again after a step back;
/// an equal request gets the same answer, and one that comes while the first is under way waits for
/// the same. So does whoever types along a text that is being written: with a model that is slower
/// than the keys, all would else be begun and nothing be shown. Safe for use by many threads.
public final class CompletionDesk {
  private static final int MOST_KEPT = 24;

  /// Characters of documents that are kept at most, beside the latest one.
  private static final long MOST_CHARACTERS = 8_000_000;

  private final Deque<KeptCompletion> kept = new ArrayDeque<>();
  private final List<Running> underWay = new ArrayList<>();

  /// Starts writing, elsewhere.
  @FunctionalInterface
  public interface Start {

    /// @param taken takes it back
    /// @param soFar is told what was written, each time it has grown
    /// @return the answer; null where the writing was taken back before it began
    CompletableFuture<@Nullable Completion> begin(Cancellation taken, Consumer<String> soFar);
  }

  /// Asks for the text at a place.
  ///
  /// @param query where
  /// @param settings all that hold: what was written under others is not shown
  /// @param cancellation takes this request back; the writing goes on while others wait for it
  /// @param start begins the writing, if it has to be done; given what takes it back
  /// @return the answer; nothing, if it was taken back
  public CompletableFuture<Completion> ask(
      CompletionQuery query, Settings settings, Cancellation cancellation, Start start) {
    Running running;
    boolean isFirst;
    boolean isBehind;
    synchronized (this) {
      Optional<Completion> known = find(query, settings);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(known.get());
      }
      Running equal = find(each -> each.isFor(query, settings));
      Running along = equal == null ? find(each -> each.isOnTheWayTo(query, settings)) : null;
      isBehind = along != null;
      isFirst = equal == null && along == null;
      Running other = equal == null ? along : equal;
      running = other == null ? new Running(query, settings) : other;
      if (isFirst) {
        underWay.add(running);
      }
      running.waiting++;
    }
    if (isFirst) {
      begin(running, start);
    }
    CompletableFuture<Completion> answer = running.answer(cancellation, this);
    return isBehind
        ? answer.thenCompose(
            written ->
                Silence.CANCELLED.equals(written.silence())
                    ? CompletableFuture.completedFuture(written)
                    // It is kept now, and found there, if it is what was typed.
                    : ask(query, settings, cancellation, start))
        : answer;
  }

  /// Forgets what was written for a document.
  public synchronized void forget(String uri) {
    kept.removeIf(completion -> completion.query().uri().equals(uri));
  }

  private void begin(Running running, Start start) {
    start
        .begin(running.cancellation, text -> running.soFar = text)
        .whenComplete(
            (completion, failure) -> {
              settle(running, completion);
              if (failure == null) {
                running.written.complete(
                    Objects.requireNonNullElse(
                        completion, Completion.nothing("", Silence.CANCELLED)));
              } else {
                running.written.completeExceptionally(failure);
              }
            });
  }

  private synchronized void settle(Running running, @Nullable Completion completion) {
    underWay.remove(running);
    if (completion != null && isLasting(completion)) {
      kept.addFirst(new KeptCompletion(running.query.bare(), running.settings, completion));
      shrink();
    }
  }

  /// Where nobody was asked, the state of the moment decided, and is looked at anew.
  private static boolean isLasting(Completion completion) {
    return !completion.request().isEmpty() && !Silence.CANCELLED.equals(completion.silence());
  }

  private void shrink() {
    long characters = 0;
    int count = 0;
    for (Iterator<KeptCompletion> each = kept.iterator(); each.hasNext(); ) {
      characters += each.next().characters();
      if (++count > MOST_KEPT || count > 1 && characters > MOST_CHARACTERS) {
        each.remove();
      }
    }
  }

  private Optional<Completion> find(CompletionQuery query, Settings settings) {
    for (KeptCompletion known : kept) {
      Optional<Completion> found = known.along(query, settings);
      if (found.isPresent()) {
        if (found.get().isShown() && !known.completion().isShown()) {
          // From now on it is one that was shown, and stays as long as it is typed along.
          kept.addFirst(new KeptCompletion(query.bare(), settings, found.get()));
          shrink();
        }
        return found;
      }
    }
    return Optional.empty();
  }

  private @Nullable Running find(Predicate<Running> wanted) {
    return underWay.stream()
        .filter(wanted)
        .filter(running -> !running.cancellation.isCancelled())
        .findFirst()
        .orElse(null);
  }

  private void leave(Running running, @Nullable TraceFinish reason) {
    boolean isLast;
    synchronized (this) {
      isLast = --running.waiting == 0;
    }
    if (isLast) {
      running.cancellation.cancel(reason == null ? TraceFinish.CANCELLED : reason);
    }
  }

  /// A text that is being written, for one request or more.
  private static final class Running {
    private final CompletionQuery query;
    private final Settings settings;
    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<Completion> written = new CompletableFuture<>();
    private int waiting;
    private volatile String soFar = "";

    Running(CompletionQuery query, Settings settings) {
      this.query = query;
      this.settings = settings;
    }

    boolean isFor(CompletionQuery other, Settings wish) {
      return query.equals(other) && settings.equals(wish);
    }

    /// Whether what was typed since is what was written, as far as it goes.
    boolean isOnTheWayTo(CompletionQuery later, Settings wish) {
      Completion written = new Completion("", soFar, 1, 0, null);
      return !soFar.isBlank()
          && later.explicit() == query.explicit()
          && new KeptCompletion(query, settings, written).along(later, wish).isPresent();
    }

    CompletableFuture<Completion> answer(Cancellation request, CompletionDesk desk) {
      CompletableFuture<Completion> answer = written.copy();
      request.onCancel(
          () -> {
            if (answer.complete(Completion.nothing("", Silence.CANCELLED))) {
              desk.leave(this, request.reason());
            }
          });
      return answer;
    }
  }
}
