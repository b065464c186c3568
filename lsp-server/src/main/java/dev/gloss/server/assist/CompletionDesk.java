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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where one conversation's requests for text come in: each is asked of the model once.
///
/// A text that was shown is kept while somebody types along it and found again after a step back;
/// an equal request gets the same answer, and one that comes while the first is under way waits for
/// the same. Safe for use by many threads.
public final class CompletionDesk {
  private static final int MOST_KEPT = 24;

  /// Characters of documents that are kept at most, beside the latest one.
  private static final long MOST_CHARACTERS = 8_000_000;

  private final Deque<KeptCompletion> kept = new ArrayDeque<>();
  private final List<Running> underWay = new ArrayList<>();

  /// Starts writing, elsewhere; the answer may be null where the writing was taken back before it
  /// began.
  @FunctionalInterface
  public interface Start extends Function<Cancellation, CompletableFuture<@Nullable Completion>> {}

  /// Asks for the text at a place.
  ///
  /// @param query where
  /// @param settings how
  /// @param cancellation takes this request back; the writing goes on while others wait for it
  /// @param start begins the writing, if it has to be done; given what takes it back
  /// @return the answer; nothing, if it was taken back
  public CompletableFuture<Completion> ask(
      CompletionQuery query, Settings.Completion settings, Cancellation cancellation, Start start) {
    Running running;
    boolean isFirst;
    synchronized (this) {
      Optional<Completion> known = find(query, settings);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(known.get());
      }
      Running equal = find(underWay, query, settings);
      isFirst = equal == null;
      running = equal == null ? new Running(query, settings) : equal;
      if (isFirst) {
        underWay.add(running);
      }
      running.waiting++;
    }
    if (isFirst) {
      begin(running, start);
    }
    return running.answer(cancellation, this);
  }

  /// Forgets what was written for a document.
  public synchronized void forget(String uri) {
    kept.removeIf(completion -> completion.query().uri().equals(uri));
  }

  /// Forgets all that was written; what is under way is answered, and forgotten.
  public synchronized void forget() {
    kept.clear();
    underWay.clear();
  }

  private void begin(Running running, Start start) {
    start
        .apply(running.cancellation)
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
    if (underWay.remove(running) && completion != null && isLasting(completion)) {
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

  private Optional<Completion> find(CompletionQuery query, Settings.Completion settings) {
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

  private static @Nullable Running find(
      List<Running> underWay, CompletionQuery query, Settings.Completion settings) {
    return underWay.stream()
        .filter(running -> running.query.equals(query) && running.settings.equals(settings))
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
    private final Settings.Completion settings;
    private final Cancellation cancellation = new Cancellation();
    private final CompletableFuture<Completion> written = new CompletableFuture<>();
    private int waiting;

    Running(CompletionQuery query, Settings.Completion settings) {
      this.query = query;
      this.settings = settings;
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
