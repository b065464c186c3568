package dev.gloss.server.typing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.jspecify.annotations.Nullable;

/// Types what was cut out at places, and notes what an editor shows after each key.
///
/// Used by one thread.
final class Typist {
  private static final long LONGEST_ANSWER_MILLIS = 600_000;

  private final ReplayEditor editor;
  private final IntSupplier calls;
  private final Manner manner;

  /// How it is typed.
  ///
  /// @param mostKeys keys at a place at most
  /// @param pauseMillis from key to key; null to wait for each answer
  /// @param restMillis from opening a document to the first key in it
  /// @param popup whether the editor's own list is asked for, too
  /// @param graceMillis how long the last key's answer is waited for, where it may be missing; null
  ///   where it is to come
  record Manner(
      int mostKeys,
      @Nullable Long pauseMillis,
      long restMillis,
      boolean popup,
      @Nullable Long graceMillis) {}

  /// @param editor at which it is typed
  /// @param calls how often the model was asked so far
  Typist(ReplayEditor editor, IntSupplier calls, Manner manner) {
    this.editor = editor;
    this.calls = calls;
    this.manner = manner;
  }

  /// Types what was cut out at a place, as far as there are keys for it. At a quiet place that is
  /// the one key that leads to it.
  PlaceRecord type(TypingPlace place) throws InterruptedException {
    List<String> keys = new ArrayList<>();
    keys.add(place.firstKey());
    List<String> cut = place.keys();
    if (!place.kind().isQuiet() && !cut.isEmpty()) {
      // Behind the last key nothing is missing any more.
      keys.addAll(cut.subList(0, cut.size() - 1));
    }
    String before = place.before();
    String opened = before.substring(0, before.length() - place.firstKey().length());
    Screen screen = new Screen(opened, place.after());
    editor.open(place.uri(), place.languageId(), screen.text());
    Thread.sleep(manner.restMillis());
    PopupList popup = new PopupList(editor, place.uri());
    List<Key> typed = new ArrayList<>();
    int count = Math.min(keys.size(), manner.mostKeys());
    for (int i = 0; i < count; i++) {
      typed.add(press(place, screen, popup, i + 2, keys.get(i), i == count - 1));
    }
    editor.close(place.uri());
    return new PlaceRecord(place.id(), typed);
  }

  private Key press(
      TypingPlace place, Screen screen, PopupList popup, int version, String key, boolean last)
      throws InterruptedException {
    int callsBefore = calls.getAsInt();
    long start = System.nanoTime();
    if (!key.isEmpty()) {
      editor.type(place.uri(), version, screen.cursor(), key);
      screen.type(key);
    }
    CompletableFuture<List<InlineCompletionItem>> answer =
        editor.inline(place.uri(), screen.cursor());
    CompletableFuture<?> both =
        manner.popup() ? answer.thenCombine(popup.ask(key, screen), (a, b) -> a) : answer;
    Long pause = last ? null : manner.pauseMillis();
    Long limit = last ? manner.graceMillis() : pause;
    boolean inTime = isThere(both, limit == null ? LONGEST_ANSWER_MILLIS : limit);
    double millis = (System.nanoTime() - start) / 1e6;
    if (limit == null && !inTime) {
      throw new TypingException(
          place.id() + ": no answer within " + LONGEST_ANSWER_MILLIS / 1000 + " s");
    }
    String error = inTime ? take(answer, screen) : null;
    if (pause != null && millis < pause) {
      Thread.sleep(Math.round(pause - millis));
    }
    return new Key(screen.shown(), inTime ? millis : null, calls.getAsInt() - callsBefore, error);
  }

  /// @return whether it is there in time, be it a failure
  private static boolean isThere(CompletableFuture<?> answer, long millis)
      throws InterruptedException {
    try {
      answer.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // Told by whoever takes it.
      return true;
    }
  }

  /// @return what the server said in the place of an answer; null for nothing
  private static @Nullable String take(
      CompletableFuture<List<InlineCompletionItem>> answer, Screen screen) {
    if (answer.isCompletedExceptionally()) {
      screen.clear();
      return Optional.ofNullable(answer.exceptionNow().getMessage()).orElse("failed");
    }
    List<InlineCompletionItem> items = answer.join();
    if (items.isEmpty()) {
      screen.clear();
    } else {
      screen.show(items.getFirst());
    }
    return null;
  }
}
