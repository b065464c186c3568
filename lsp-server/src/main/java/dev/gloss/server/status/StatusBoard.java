package dev.gloss.server.status;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds the current [GlossStatus] and tells listeners when it changes.
///
/// Safe for use by many threads. Listeners are called one at a time, in order, on the thread that
/// made the change, so they must be quick.
public final class StatusBoard {
  private final List<Consumer<GlossStatus>> listeners = new CopyOnWriteArrayList<>();
  private GlossStatus idle = GlossStatus.LOADING;
  private GlossStatus shown = GlossStatus.LOADING;
  private @Nullable String note;
  private GlossStatus.@Nullable Quiet quiet;
  private GlossStatus.@Nullable Kept kept;
  private @Nullable String index;
  private int working;

  /// What the server is up to now.
  public synchronized GlossStatus current() {
    return shown;
  }

  /// The model is loaded.
  public void ready(String model, String backend) {
    ready(model, null, backend);
  }

  /// The models are loaded.
  ///
  /// @param model completes
  /// @param explainModel explains, where it is another one
  public synchronized void ready(String model, @Nullable String explainModel, String backend) {
    rest(new GlossStatus(GlossStatus.State.READY, model, explainModel, backend, null));
  }

  /// The model cannot be used.
  ///
  /// @param model its name, as far as it is known
  /// @param message one sentence: what is wrong and what to do
  public synchronized void failed(@Nullable String model, String message) {
    rest(new GlossStatus(GlossStatus.State.FAILED, model, null, null, message));
  }

  /// The model is still being loaded.
  ///
  /// @param message how far it is, in one sentence
  public synchronized void loading(String message) {
    rest(new GlossStatus(GlossStatus.State.LOADING, null, null, null, message));
  }

  /// Something a person may want to know although the models work.
  ///
  /// @param note one sentence; null when there is nothing any more
  public synchronized void note(@Nullable String note) {
    this.note = note;
    show();
  }

  /// Why the last request for text showed nothing; null where it showed some.
  public synchronized void quiet(GlossStatus.@Nullable Quiet quiet) {
    this.quiet = quiet;
    show();
  }

  /// What became of the texts that were shown.
  public synchronized void kept(GlossStatus.Kept kept) {
    this.kept = kept;
    show();
  }

  /// How far the index of a workspace's code is.
  ///
  /// @param line null where there is none
  public synchronized void index(@Nullable String line) {
    index = line;
    show();
  }

  /// A request begins. Each call needs one of [#workEnded()].
  public synchronized void workStarted() {
    working++;
    show();
  }

  /// A request is over.
  ///
  /// @throws IllegalStateException if none was under way
  public synchronized void workEnded() {
    if (working == 0) {
      throw new IllegalStateException("more requests ended than began");
    }
    working--;
    show();
  }

  /// Calls the listener with the current state, now, and with every later one.
  ///
  /// @return takes the listener away again
  public synchronized Listening listen(Consumer<GlossStatus> listener) {
    listeners.add(listener);
    listener.accept(shown);
    return () -> listeners.remove(listener);
  }

  /// Ends what a listener was told.
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  private void rest(GlossStatus status) {
    idle = status;
    show();
  }

  private void show() {
    GlossStatus next = idle;
    if (idle.state() == GlossStatus.State.READY) {
      GlossStatus.State state = working > 0 ? GlossStatus.State.BUSY : GlossStatus.State.READY;
      next =
          new GlossStatus(
              state, idle.model(), idle.explainModel(), idle.backend(), note, quiet, kept, index);
    }
    if (!next.equals(shown)) {
      shown = next;
      for (Consumer<GlossStatus> listener : listeners) {
        listener.accept(next);
      }
    }
  }
}
