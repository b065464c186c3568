package dev.gloss.server.retrieval;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.TakenBack;
import dev.gloss.server.work.Urgency;
import dev.gloss.server.work.Work;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// The index of a workspace's code, for one editor: made and kept up to date in the background, a
/// moment at a time, less urgently than all else, and not while somebody is served.
///
/// It lies in the user's cache folder. What cannot be used there is made again; where somebody else
/// writes it, it is read; where nothing can be written, there is a smaller one in memory. Safe for
/// use by many threads.
public final class CodeIndex implements ContextSource, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CodeIndex.class.getName());

  /// A piece of work takes that long, more or less.
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /// How long it waits for whoever is served.
  private static final long POLITENESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// It waits that often in a row at most, so that it comes to an end beside a busy model.
  private static final int MOST_WAITS = 100;

  /// While it is made, what is new is found after a fourth of the time that it took so far, within
  /// these bounds: each time costs a little.
  private static final long LEAST_SHOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MOST_SHOWN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// What was read is safe after that time.
  private static final long SAFE_EACH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// A look at all files is that fresh, for editors that do not tell what changes.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// What takes long is done the more seldom: a share of time at most.
  private static final long SELDOM = 50;

  /// Whoever only reads asks that often whether it may write now.
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// More changes than that are found by a look at all files.
  private static final int MANY_CHANGES = 500;

  private static final long CLOSE_MILLIS = 1000;
  private static final long NEVER = Long.MIN_VALUE;
  private static final Path NOWHERE = Path.of("");
  private static final Set<String> RULES = Set.of(".gitignore", ".aiignore");

  private final Workers workers;
  private final WorkspaceFiles files;
  private final IndexOptions options;
  private final String lane = "code index " + System.identityHashCode(this);
  private final SimilarWindows similar;
  private volatile Predicate<Path> excluded = path -> false;

  private final Object lock = new Object();

  /// Files that changed on the disk. Guarded by the lock, as all down to `listener`.
  private final Deque<Path> changed = new ArrayDeque<>();

  /// Documents that were edited, and when.
  private final Map<String, Long> edited = new LinkedHashMap<>();

  private final List<CompletableFuture<IndexState>> waiting = new ArrayList<>();
  private boolean isPassWanted;
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

  /// What is found in; null where there is nothing yet. Written in the lane alone.
  private volatile @Nullable IndexStore store;

  // From here on written in the lane alone, where one moment follows the other.
  private @Nullable IndexedFiles indexed;
  private @Nullable IndexPass pass;
  private List<Path> roots = List.of();
  private boolean diskFailed;
  private boolean failed;
  private @Nullable String trouble;
  private boolean isShown = true;
  private boolean isSafe = true;
  private long shownNanos;
  private long unsafeNanos;
  private long passStartNanos;
  private volatile long passEndNanos;
  private volatile long passNanos;
  private volatile boolean whole;

  /// @param files of the workspace, which say what may be read
  public CodeIndex(Workers workers, WorkspaceFiles files, IndexOptions options) {
    this.workers = workers;
    this.files = files;
    this.options = options;
    this.similar =
        new SimilarWindows(
            files, path -> files.covers(path) && !excluded.test(path), this::changed);
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
        isPassWanted = true;
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
      if (paths.size() + changed.size() > MANY_CHANGES
          || paths.stream().anyMatch(path -> RULES.contains(String.valueOf(path.getFileName())))) {
        isPassWanted = true;
        changed.clear();
      } else {
        changed.addAll(paths);
      }
      wakeIn(0);
    }
  }

  private void changed(Path path) {
    changed(List.of(path));
  }

  /// A document was opened or closed. Returns at once.
  public void opened(String uri) {
    synchronized (lock) {
      edited.put(uri, System.nanoTime() - options.rest().toNanos());
      wakeIn(0);
    }
  }

  /// A document was edited: it is read when nobody edits it any more. Returns at once.
  public void edited(String uri) {
    synchronized (lock) {
      edited.put(uri, System.nanoTime());
      wakeIn(options.rest().toNanos());
    }
  }

  /// The folders changed, or what may be read of them: all is looked at again. Returns at once.
  ///
  /// @param leftOut which files the person wants left out
  public void rules(Predicate<Path> leftOut) {
    synchronized (lock) {
      excluded = leftOut;
      isPassWanted = true;
      wakeIn(0);
    }
  }

  @Override
  public List<Piece> find(ContextQuery query) {
    IndexStore from = store;
    if (from == null) {
      return List.of();
    }
    lookAgainIfOld();
    try {
      return from.search(searcher -> similar.find(searcher, query));
    } catch (IOException | AlreadyClosedException e) {
      // It was closed, or is about to be made again.
      return List.of();
    }
  }

  private void lookAgainIfOld() {
    long fresh = Math.max(FRESH_NANOS, SELDOM * passNanos);
    if (whole && System.nanoTime() - passEndNanos > fresh) {
      synchronized (lock) {
        isPassWanted = true;
        wakeIn(0);
      }
    }
  }

  /// What the index takes where it lies, in bytes.
  public long sizeBytes() {
    IndexStore now = store;
    try {
      return now == null ? 0 : now.sizeBytes();
    } catch (IOException | AlreadyClosedException e) {
      return 0;
    }
  }

  /// How many windows it has.
  public int windows() {
    IndexStore now = store;
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
    drop();
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
      if (pause != null && pause != 0 && !isWork()) {
        settle();
      }
    }
    return true;
  }

  private static boolean isTakenBack(Throwable failure) {
    return failure instanceof TakenBack || failure.getCause() instanceof TakenBack;
  }

  /// Whether it was told of something that it did not look at. With the lock.
  private boolean isWork() {
    return isPassWanted || !changed.isEmpty() || !edited.isEmpty();
  }

  /// With the lock.
  private void settle() {
    waiting.forEach(settled -> settled.complete(state));
    waiting.clear();
  }

  /// Works for a moment.
  ///
  /// @return 0 if there is more to do, else after how many nanoseconds there will be; -1 for never
  private long moment() {
    try {
      if (!isOpen()) {
        forget();
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
      synchronized (lock) {
        if (closed) {
          return -1;
        }
      }
      giveUp(e);
      return 0;
    } finally {
      publish();
    }
  }

  /// Nothing that was told is of interest: whoever opens an index looks at all files.
  private void forget() {
    synchronized (lock) {
      isPassWanted = false;
      changed.clear();
      edited.clear();
    }
  }

  /// Shows and keeps what was read, where that is due.
  private long keep(boolean more) throws IOException {
    IndexStore now = Objects.requireNonNull(store);
    long time = System.nanoTime();
    long shownEach = Math.clamp((time - passStartNanos) / 4, LEAST_SHOWN_NANOS, MOST_SHOWN_NANOS);
    if (!isShown && (!more || time - shownNanos > shownEach)) {
      now.refresh();
      isShown = true;
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
    long rest = restNanos();
    long safe = isSafe ? Long.MAX_VALUE : Math.max(1, SAFE_EACH_NANOS - unsafe);
    return Math.min(rest, safe) == Long.MAX_VALUE ? -1 : Math.min(rest, safe);
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
    Path next = nextChanged();
    if (next != null) {
      follow(files, next);
      touched();
      return true;
    }
    if (pass == null && takePass()) {
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

  private boolean takePass() {
    synchronized (lock) {
      boolean wanted = isPassWanted;
      isPassWanted = false;
      return wanted;
    }
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

  /// What changed, or was edited and is at rest; null where nothing did.
  private @Nullable Path nextChanged() {
    synchronized (lock) {
      if (!changed.isEmpty()) {
        return changed.removeFirst();
      }
      long rest = options.rest().toNanos();
      long now = System.nanoTime();
      for (Map.Entry<String, Long> entry : edited.entrySet()) {
        if (now - entry.getValue() >= rest) {
          edited.remove(entry.getKey());
          return PromptAdmission.path(entry.getKey()).orElse(NOWHERE);
        }
      }
      return null;
    }
  }

  /// How long until a document is at rest; the largest number where none was edited.
  private long restNanos() {
    synchronized (lock) {
      long now = System.nanoTime();
      return edited.values().stream()
          .mapToLong(at -> Math.max(1, at + options.rest().toNanos() - now))
          .min()
          .orElse(Long.MAX_VALUE);
    }
  }

  private void follow(IndexedFiles files, Path path) throws IOException {
    Path place = withoutLinksInFolders(path);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      synchronized (lock) {
        isPassWanted = true;
      }
    } else if (files.covers(place)) {
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
    indexed = new IndexedFiles(files, opened, options, path -> excluded.test(path));
    pass = null;
    synchronized (lock) {
      isPassWanted = true;
    }
  }

  /// The index on the disk, or one in memory; null where somebody else writes it, who is followed.
  private @Nullable IndexStore onDisk() throws IOException {
    Path cache = options.cache();
    if (cache != null && !diskFailed) {
      Path folder = cache.resolve("index").resolve(key(roots));
      try {
        IndexStore opened = IndexStore.onDisk(folder, options.busy());
        trouble = null;
        return opened;
      } catch (LockObtainFailedException e) {
        trouble = "another process keeps it up to date";
        follow(folder);
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

  /// Workspaces do not share an index.
  private static String key(List<Path> roots) {
    String names = roots.stream().map(Path::toString).collect(Collectors.joining("\0"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
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

  private void publish() {
    IndexedFiles files = indexed;
    int ahead = pass == null ? 0 : pass.ahead();
    int known = files == null ? 0 : files.size() - files.leftOut();
    IndexState next =
        files == null
            ? new IndexState(0, 0, 0, 0, false, trouble)
            : new IndexState(
                known,
                known + ahead + files.beyond(),
                files.leftOut(),
                files.beyond(),
                whole,
                trouble);
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
