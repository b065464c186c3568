package dev.gloss.server.retrieval;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// What is done for an index, a moment at a time: it is opened, follows what changed, looks at all
/// files, is shown and kept. Moments follow each other, on whatever threads; only what is said to
/// be is for others.
final class IndexWork {
  private static final System.Logger LOG = System.getLogger(IndexWork.class.getName());

  /// A moment takes that long, more or less.
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /// While it is made, what is new is found after a fourth of the time that it took so far, within
  /// these bounds: each time costs a little.
  private static final long LEAST_SHOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MOST_SHOWN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// What was read is safe after that time.
  private static final long SAFE_EACH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// Whoever only reads asks that often whether it may write now.
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// A look at all files is that fresh, for editors that do not tell what changes.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// What takes long is done the more seldom: a share of time at most.
  private static final long SELDOM = 50;

  /// The same where many files change, as in a build.
  private static final long SELDOM_MANY = 10;

  private static final long NEVER = Long.MAX_VALUE;

  private final WorkspaceFiles files;
  private final IndexOptions options;
  private final Changes changes;
  private final Predicate<Path> excluded;

  /// What is found in; null where there is nothing yet.
  private volatile @Nullable IndexStore store;

  private @Nullable IndexedFiles indexed;
  private @Nullable IndexPass pass;
  private List<Path> roots = List.of();
  private boolean diskFailed;
  private boolean failed;
  private @Nullable String trouble;
  private boolean isShown = true;

  /// Whether something changed that somebody may look for.
  private boolean isAwaited;

  private boolean isSafe = true;
  private long shownNanos;
  private long unsafeNanos;
  private long passStartNanos;
  private volatile long passEndNanos;
  private volatile long passNanos;
  private volatile boolean whole;
  private volatile boolean ended;

  /// @param excluded which files the person wants left out
  IndexWork(WorkspaceFiles files, IndexOptions options, Changes changes, Predicate<Path> excluded) {
    this.files = files;
    this.options = options;
    this.changes = changes;
    this.excluded = excluded;
  }

  /// What is found in; null where there is nothing yet. For any thread.
  @Nullable IndexStore store() {
    return store;
  }

  /// Whether the last look at all files is so long ago that another one is due. For any thread.
  boolean isOld() {
    return whole && System.nanoTime() - passEndNanos > Math.max(FRESH_NANOS, SELDOM * passNanos);
  }

  /// Works for a moment.
  ///
  /// @return 0 if there is more to do, else after how many nanoseconds there will be; -1 for never
  long moment() {
    try {
      if (!isOpen()) {
        // Whoever opens it looks at all files.
        changes.clear();
        return roots.isEmpty() || failed ? -1 : RETRY_NANOS;
      }
      long end = System.nanoTime() + MOMENT_NANOS;
      boolean more = true;
      while (more && System.nanoTime() < end) {
        Workers.poll();
        more = step();
      }
      return keep(more);
    } catch (IOException | AlreadyClosedException e) {
      if (ended) {
        return -1;
      }
      giveUp(e);
      return 0;
    }
  }

  /// Shows and keeps what was read, where that is due.
  private long keep(boolean more) throws IOException {
    IndexStore now = Objects.requireNonNull(store);
    long time = System.nanoTime();
    long shownEach = Math.clamp((time - passStartNanos) / 4, LEAST_SHOWN_NANOS, MOST_SHOWN_NANOS);
    if (!isShown && (!more || isAwaited && changes.isCalm() || time - shownNanos > shownEach)) {
      now.refresh();
      isShown = true;
      isAwaited = false;
      shownNanos = System.nanoTime();
    }
    long unsafe = time - unsafeNanos;
    if (!isSafe && unsafe > SAFE_EACH_NANOS) {
      now.commit();
      isSafe = true;
    }
    if (more) {
      return 0;
    }
    long rest = Math.min(changes.nanosToRest(), changes.isMany() ? nanosToCalm() : NEVER);
    long safe = isSafe ? NEVER : Math.max(1, SAFE_EACH_NANOS - unsafe);
    return Math.min(rest, safe) == NEVER ? -1 : Math.max(1, Math.min(rest, safe));
  }

  /// How long until another look at all files may follow the last one, if it is not urgent.
  private long nanosToCalm() {
    long since = System.nanoTime() - passEndNanos;
    return whole ? Math.max(0, SELDOM_MANY * passNanos - since) : 0;
  }

  private void touched() {
    isShown = false;
    if (isSafe) {
      isSafe = false;
      unsafeNanos = System.nanoTime();
    }
  }

  /// Does the most urgent thing: what changed before what was not looked at yet.
  ///
  /// @return whether there may be more to do
  private boolean step() throws IOException {
    IndexedFiles files = Objects.requireNonNull(indexed);
    Path next = changes.next();
    if (next != null) {
      follow(files, next);
      touched();
      isAwaited = true;
      return true;
    }
    if (pass == null && changes.takeAll(nanosToCalm() == 0)) {
      pass = new IndexPass(files, roots);
      passStartNanos = System.nanoTime();
      whole = false;
    }
    if (pass != null) {
      touched();
      if (!pass.step()) {
        pass = null;
        ended();
      }
      return true;
    }
    if (files.takePurge()) {
      purge();
      return true;
    }
    return false;
  }

  private void ended() throws IOException {
    whole = true;
    passEndNanos = System.nanoTime();
    passNanos = passEndNanos - passStartNanos;
    Objects.requireNonNull(store).commit();
    isSafe = true;
  }

  /// Lucene marks what is taken out; it is gone when the segments are written anew.
  private void purge() throws IOException {
    IndexStore now = Objects.requireNonNull(store);
    IOException failure =
        Workers.waiting(
            () -> {
              try {
                now.purge();
                return null;
              } catch (IOException e) {
                return e;
              }
            });
    if (failure != null) {
      throw failure;
    }
    isShown = true;
    isSafe = true;
  }

  private void follow(IndexedFiles files, Path path) throws IOException {
    Path place = withoutLinksInFolders(path);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      changes.all();
    } else if (this.files.lists(place)) {
      if (!files.has(place) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        files.removeBelow(place);
      } else {
        files.take(place);
      }
    }
  }

  /// Of a file that is gone, and perhaps its folders, the folders that are there count.
  private static Path withoutLinksInFolders(Path path) {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || path.getFileName() == null) {
      return path;
    }
    Path real =
        Files.isDirectory(folder) ? WorkspaceFiles.real(folder) : withoutLinksInFolders(folder);
    return real.resolve(path.getFileName());
  }

  /// Opens the index of the folders that the workspace has now.
  ///
  /// @return whether it may be written
  private boolean isOpen() throws IOException {
    List<Path> now = files.roots().stream().sorted().toList();
    if (!now.equals(roots)) {
      drop();
      roots = now;
      trouble = null;
      diskFailed = false;
      failed = false;
    }
    if (roots.isEmpty() || failed) {
      return false;
    }
    if (indexed == null) {
      open();
    }
    return indexed != null;
  }

  private void open() throws IOException {
    IndexStore opened = onDisk();
    if (opened == null) {
      return;
    }
    drop();
    store = opened;
    indexed = new IndexedFiles(files, opened, options, excluded);
    changes.all();
    if (ended) {
      drop();
    }
  }

  /// The index on the disk, or one in memory; null where somebody else writes it, who is followed.
  private @Nullable IndexStore onDisk() throws IOException {
    Path cache = options.cache();
    if (cache != null && !diskFailed) {
      IndexFolder folder = IndexFolder.of(cache, roots);
      try {
        folder.make();
        IndexStore opened = IndexStore.onDisk(folder.path(), options.busy());
        trouble = null;
        return opened;
      } catch (LockObtainFailedException e) {
        trouble = "another process keeps it up to date";
        follow(folder.path());
        return null;
      } catch (IOException e) {
        diskFailed(e);
      }
    }
    return IndexStore.inMemory(options.busy());
  }

  private void follow(Path folder) {
    if (store == null) {
      try {
        store = IndexStore.ofAnother(folder);
      } catch (IOException e) {
        // There is nothing to read yet.
      }
    }
  }

  private void giveUp(Exception e) {
    IndexStore now = store;
    boolean onDisk = now != null && now.place() == IndexStore.Place.DISK;
    drop();
    if (onDisk || now == null && !diskFailed) {
      diskFailed(e);
    } else {
      failed = true;
      trouble = "off: " + reason(e);
    }
  }

  private void diskFailed(Exception e) {
    diskFailed = true;
    trouble = "kept in memory: " + reason(e);
    LOG.log(System.Logger.Level.INFO, "The index of the workspace's code is {0}", trouble);
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }

  /// Closes it for good. For any thread, while no moment is under way or it is to end.
  void end() {
    ended = true;
    drop();
  }

  private void drop() {
    IndexStore now = store;
    store = null;
    indexed = null;
    pass = null;
    whole = false;
    isShown = true;
    isSafe = true;
    if (now != null) {
      try {
        now.close();
      } catch (IOException | AlreadyClosedException e) {
        LOG.log(System.Logger.Level.INFO, "The index of the workspace's code did not close", e);
      }
    }
  }

  /// How far it is.
  IndexState state() {
    IndexedFiles now = indexed;
    if (now == null) {
      return new IndexState(0, 0, 0, 0, false, trouble);
    }
    int ahead = pass == null ? 0 : pass.ahead();
    int known = now.size() - now.leftOut();
    return new IndexState(
        known, known + ahead + now.beyond(), now.leftOut(), now.beyond(), whole, trouble);
  }
}
