package dev.gloss.server.retrieval;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Work;
import dev.gloss.server.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// The index of a workspace's code, for one editor: made and kept up to date in the background, a
/// moment at a time, less urgently than all else, and not while somebody is served.
///
/// It lies in the user's cache folder. What cannot be used there is made again; where somebody else
/// writes it, it is read; where nothing can be written, there is a smaller one in memory. Safe for
/// use by many threads.
public final class CodeIndex implements ContextSource, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CodeIndex.class.getName());

  /// How long it waits for whoever is served.
  private static final long POLITENESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// It waits that often in a row at most, so that it comes to an end beside a busy model.
  private static final int MOST_WAITS = 20;

  /// After a failure that nobody thought of.
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long CLOSE_MILLIS = 1000;
  private static final long NEVER = Long.MIN_VALUE;

  private final Workers workers;
  private final WorkspaceFiles files;
  private final IndexOptions options;
  private final Changes changes;
  private final IndexWork indexing;
  private final String lane = "code index " + System.identityHashCode(this);
  private final SimilarWindows similar;
  private volatile Predicate<Path> excluded = path -> false;

  private final Object lock = new Object();

  /// Guarded by the lock, as all down to `listener`.
  private final List<CompletableFuture<IndexState>> waiting = new ArrayList<>();

  private boolean started;
  private boolean closed;
  private boolean computing;
  private @Nullable Work<Long> work;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /// When the next moment of work begins, if none is computing; which timer has it begin.
  private long dueNanos = NEVER;

  private int timer;
  private int waits;
  private IndexState state = IndexState.NONE;
  private Consumer<IndexState> listener = now -> {};

  /// @param files of the workspace, which say what may be read
  public CodeIndex(Workers workers, WorkspaceFiles files, IndexOptions options) {
    this.workers = workers;
    this.files = files;
    this.options = options;
    this.changes = new Changes(options.rest().toNanos());
    this.indexing = new IndexWork(files, options, changes, path -> excluded.test(path));
    this.similar =
        new SimilarWindows(files, path -> files.lists(path) && !excluded.test(path), this::changed);
  }

  @Override
  public boolean mayRead(Path path) {
    return files.lists(path)
        && !excluded.test(path)
        && Files.isRegularFile(path)
        && files.admits(path);
  }

  /// Is told whenever the state changes, now and then; must be quick.
  public void listen(Consumer<IndexState> next) {
    synchronized (lock) {
      listener = next;
    }
  }

  /// Begins; returns at once. Later calls change nothing.
  public void start() {
    synchronized (lock) {
      if (!started) {
        started = true;
        changes.all();
        wakeIn(0);
      }
    }
  }

  /// How far it is.
  public IndexState state() {
    synchronized (lock) {
      return state;
    }
  }

  /// Completes when there is nothing to do, with the state then.
  public CompletableFuture<IndexState> settled() {
    synchronized (lock) {
      CompletableFuture<IndexState> settled = new CompletableFuture<>();
      waiting.add(settled);
      wakeIn(0);
      return settled;
    }
  }

  /// Files or folders changed on the disk. Returns at once.
  public void changed(Collection<Path> paths) {
    synchronized (lock) {
      changes.files(paths.stream().filter(files::lists).toList());
      wakeIn(0);
    }
  }

  private void changed(Path path) {
    changed(List.of(path));
  }

  /// A document was opened or closed. Returns at once.
  public void opened(String uri) {
    synchronized (lock) {
      changes.opened(uri);
      wakeIn(0);
    }
  }

  /// A document was edited: it is read when nobody edits it any more. Returns at once.
  public void edited(String uri) {
    synchronized (lock) {
      changes.edited(uri);
      wakeIn(options.rest().toNanos());
    }
  }

  /// The folders changed, or what may be read of them: all is looked at again. Returns at once.
  ///
  /// @param leftOut which files the person wants left out
  public void rules(Predicate<Path> leftOut) {
    synchronized (lock) {
      excluded = leftOut;
      changes.all();
      wakeIn(0);
    }
  }

  @Override
  public List<Piece> find(ContextQuery query) {
    IndexStore from = indexing.store();
    if (from == null) {
      return List.of();
    }
    if (indexing.isOld()) {
      synchronized (lock) {
        changes.all();
        wakeIn(0);
      }
    }
    try {
      return from.search(searcher -> similar.find(searcher, query));
    } catch (IOException | AlreadyClosedException e) {
      // It was closed, or is about to be made again.
      return List.of();
    }
  }

  /// What the index takes where it lies, in bytes.
  public long sizeBytes() {
    IndexStore now = indexing.store();
    try {
      return now == null ? 0 : now.sizeBytes();
    } catch (IOException | AlreadyClosedException e) {
      return 0;
    }
  }

  /// How many windows it has.
  public int windows() {
    IndexStore now = indexing.store();
    try {
      return now == null ? 0 : now.search(searcher -> searcher.getIndexReader().numDocs());
    } catch (IOException | AlreadyClosedException e) {
      return 0;
    }
  }

  /// Ends at once, or nearly; what is not kept is read again the next time.
  @Override
  public void close() {
    CompletableFuture<?> ends;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      if (work != null) {
        work.takeBack();
      }
      ends = last;
      settle();
    }
    try {
      ends.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The store ends what is under way.
    }
    indexing.end();
  }

  /// Has it work some more, unless it does. With the lock.
  private void wakeIn(long nanos) {
    long at = System.nanoTime() + nanos;
    if (!started || closed || dueNanos != NEVER && dueNanos - at <= 0) {
      return;
    }
    dueNanos = at;
    if (!computing) {
      schedule();
    }
  }

  /// With the lock.
  private void schedule() {
    int mine = ++timer;
    long nanos = dueNanos - System.nanoTime();
    if (nanos <= 0) {
      submit();
      return;
    }
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              synchronized (lock) {
                if (mine == timer && !computing) {
                  submit();
                }
              }
            });
  }

  /// With the lock.
  private void submit() {
    if (!closed) {
      dueNanos = NEVER;
      computing = true;
      Work<Long> next = workers.submit(Urgency.BACKGROUND, lane, this::moment);
      work = next;
      last = next.result().handle(this::after);
    }
  }

  /// After a moment of work: more of it, at once or later, or when somebody wakes it.
  ///
  /// @param pause see [#moment()]; null with a failure
  private boolean after(@Nullable Long pause, @Nullable Throwable failure) {
    if (failure != null && !isTakenBack(failure)) {
      LOG.log(System.Logger.Level.WARNING, "The index of the workspace's code failed", failure);
    }
    long nanos = pause != null ? pause : failure != null && isTakenBack(failure) ? 0 : RETRY_NANOS;
    synchronized (lock) {
      computing = false;
      if (nanos == 0 && options.busy().getAsBoolean() && waits++ < MOST_WAITS) {
        nanos = POLITENESS_NANOS;
      } else {
        waits = 0;
      }
      if (nanos >= 0) {
        wakeIn(nanos);
      }
      if (dueNanos != NEVER && !closed) {
        schedule();
      }
      if (pause != null && pause != 0 && changes.isEmpty()) {
        settle();
      }
    }
    return true;
  }

  private static boolean isTakenBack(Throwable failure) {
    return failure instanceof TakenBack || failure.getCause() instanceof TakenBack;
  }

  /// With the lock.
  private void settle() {
    waiting.forEach(settled -> settled.complete(state));
    waiting.clear();
  }

  private long moment() {
    try {
      return indexing.moment();
    } finally {
      publish();
    }
  }

  private void publish() {
    IndexState next = indexing.state();
    Consumer<IndexState> told;
    synchronized (lock) {
      if (next.equals(state) || closed) {
        return;
      }
      state = next;
      told = listener;
    }
    told.accept(next);
  }
}
