package dev.gloss.server.lsp;

import dev.gloss.server.assist.OtherCode;
import dev.gloss.server.config.Settings;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.retrieval.CodeIndex;
import dev.gloss.server.retrieval.ContextQuery;
import dev.gloss.server.retrieval.ContextSource;
import dev.gloss.server.retrieval.IndexOptions;
import dev.gloss.server.retrieval.IndexState;
import dev.gloss.server.retrieval.Piece;
import dev.gloss.server.retrieval.RankedSource;
import dev.gloss.server.status.GlossStatus.State;
import dev.gloss.server.workspace.ExcludedPaths;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The code of an editor's workspace, as far as it is found for prompts: the index, while the
/// settings want one. Safe for use by many threads; nothing here waits but [#close()].
final class ProjectCode implements AutoCloseable {
  /// The status tells how far the index is not more often than that.
  private static final long TOLD_EACH_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final ContextSource NOTHING =
      new ContextSource() {
        @Override
        public List<Piece> find(ContextQuery query) {
          return List.of();
        }

        @Override
        public boolean mayRead(Path path) {
          return false;
        }
      };

  private final LspServices services;
  private final WorkspaceFiles files;
  private final OtherCode others = new OtherCode(this::source);
  private @Nullable CodeIndex index;
  private Settings settings = Settings.DEFAULTS;

  /// The index before this one is closed.
  private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

  private boolean begun;
  private boolean closed;
  private long toldNanos = System.nanoTime() - TOLD_EACH_NANOS;

  ProjectCode(LspServices services, WorkspaceFiles files) {
    this.services = services;
    this.files = files;
  }

  /// The settings are known: from now on there is an index, if they want one.
  synchronized void begin() {
    begun = true;
    follow(settings);
  }

  /// New settings hold.
  synchronized void follow(Settings next) {
    boolean rules =
        !next.privacy().equals(settings.privacy()) || !next.context().equals(settings.context());
    settings = next;
    boolean wanted = begun && !closed && services.cache() != null && next.context().projectFiles();
    if (!wanted) {
      stop();
    } else if (index == null) {
      start();
    } else if (rules) {
      index.rules(excluded(next));
    }
  }

  private void start() {
    CodeIndex fresh =
        new CodeIndex(
            services.workers(), files, IndexOptions.in(services.cache(), this::isSomebodyServed));
    fresh.rules(excluded(settings));
    fresh.listen(state -> tell(fresh, state));
    index = fresh;
    // Two would be in each other's way.
    var unused = ended.whenComplete((nothing, failure) -> fresh.start());
  }

  /// It may have to wait for a moment of work, so that is left to others.
  private void stop() {
    CodeIndex old = index;
    index = null;
    if (old != null) {
      Executor aside = task -> Thread.ofVirtual().name("gloss-index-end").start(task);
      ended = ended.thenRunAsync(old::close, aside);
      services.status().index(null);
    }
  }

  private Predicate<Path> excluded(Settings now) {
    ExcludedPaths excluded = new ExcludedPaths(now.context().exclude());
    return path -> excluded.contain(path, files.roots());
  }

  private boolean isSomebodyServed() {
    State state = services.status().current().state();
    return state == State.BUSY || state == State.LOADING;
  }

  private void tell(CodeIndex from, IndexState state) {
    synchronized (this) {
      long now = System.nanoTime();
      if (index != from || !state.whole() && now - toldNanos < TOLD_EACH_NANOS) {
        return;
      }
      toldNanos = now;
    }
    services.status().index(state.line());
  }

  /// The same for prompts.
  OtherCode others() {
    return others;
  }

  /// What is found in it.
  synchronized ContextSource source() {
    return index == null ? NOTHING : new RankedSource(index);
  }

  /// The workspace folders are others.
  synchronized void foldersChanged() {
    tellIndex(now -> now.rules(excluded(settings)));
  }

  /// Files changed on the disk.
  void changed(Collection<Path> paths) {
    tellIndex(now -> now.changed(paths));
  }

  /// A document was opened or closed.
  void opened(String uri) {
    tellIndex(now -> now.opened(uri));
  }

  /// A document was edited.
  void edited(String uri) {
    tellIndex(now -> now.edited(uri));
  }

  private synchronized void tellIndex(Consumer<CodeIndex> what) {
    if (index != null) {
      what.accept(index);
    }
  }

  @Override
  public void close() {
    CodeIndex old;
    synchronized (this) {
      closed = true;
      old = index;
      index = null;
    }
    if (old != null) {
      old.close();
    }
  }
}
