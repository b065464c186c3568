package dev.gloss.server.symbols;

import dev.gloss.server.names.NameTable;
import dev.gloss.server.names.Names;
import dev.gloss.server.project.ProjectFile;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Says what stands at places of documents. Safe for use by many threads; one is served at a time,
/// since the compiler takes its time and its memory.
public final class Symbols {
  /// A hover over a file is followed by others over the same one.
  private static final int KEPT = 3;

  private static final long POLL_MILLIS = 20;

  private static final AtomicBoolean WARM = new AtomicBoolean();

  private static final String WARMING =
      "import java.util.*; class Warm { List<String> all = new ArrayList<>();"
          + " int up(int n) { for (String s : all) { n += s.length(); }"
          + " return all.stream().map(s -> s + n).mapToInt(s -> up(s.length())).sum(); } }";

  private final WorkspaceFiles project;
  private final Names names;
  private final ReentrantLock compiling = new ReentrantLock();

  /// Guarded by the lock.
  private final Deque<JavaSession> sessions = new ArrayDeque<>();

  /// @param project where declarations are looked for beside the document itself
  public Symbols(WorkspaceFiles project) {
    this.project = project;
    this.names = new Names(project);
  }

  /// What stands there: a use of something or its declaration. Empty at keywords, literals, blanks
  /// and comments, and where nobody can be sure what a name means.
  ///
  /// @param offset in chars
  /// @param millis to wait at most for the list of the workspace's files
  /// @throws dev.gloss.server.work.TakenBack if the work of this thread is taken back
  public Optional<SymbolCard> at(Document document, int offset, long millis) {
    if (!document.languageId().equals("java")) {
      if (document.analysis(NameTable.OF).isEmpty()) {
        return FunctionCards.at(document, offset);
      }
      boolean unused = project.await(millis);
      return new NameCards(names).at(document, offset);
    }
    Span name = NameTokens.at(document.text(), offset);
    if (name.isNone()) {
      return Optional.empty();
    }
    boolean complete = project.await(millis);
    return card(document, name, complete);
  }

  /// What a piece of a document calls elsewhere in the workspace for sure, a declaration on a line;
  /// of Java alone.
  ///
  /// @param piece offsets in chars
  /// @param millis to wait at most for the list of the workspace's files
  /// @throws dev.gloss.server.work.TakenBack if the work of this thread is taken back
  public List<String> calls(Document document, Span piece, long millis) {
    if (!document.languageId().equals("java")) {
      return List.of();
    }
    boolean complete = project.await(millis);
    return compiling(
            () ->
                session(document, complete)
                    .flatMap(
                        session ->
                            JavaSession.guarded(() -> Optional.of(Calls.in(session, piece)))))
        .orElse(List.of());
  }

  /// Looks at a little code, once for a process.
  private void warmUp() {
    if (WARM.compareAndSet(false, true)) {
      Document little = new Document("untitled:Warm.java", "java", 0, WARMING);
      for (int at = WARMING.indexOf("up("); at >= 0; at = WARMING.indexOf("up(", at + 1)) {
        Optional<SymbolCard> unused = card(little, NameTokens.at(WARMING, at), false);
      }
    }
  }

  /// Gets ready for a document that was opened, so that the first hover over it does not pay for
  /// the start of the compiler or the parser.
  public void lookAt(Document document) {
    if (document.languageId().equals("java")) {
      warmUp();
    } else {
      var unused = document.analysis(NameTable.OF);
    }
  }

  private Optional<SymbolCard> card(Document document, Span name, boolean complete) {
    return compiling(
        () ->
            session(document, complete)
                .flatMap(
                    session ->
                        JavaSession.guarded(
                            () ->
                                new JavaCards(session, file -> session(file, complete)).at(name))));
  }

  /// Does something with the compiler, when nobody else does.
  private <T> Optional<T> compiling(Supplier<Optional<T>> work) {
    while (!compiling.tryLock()) {
      boolean unused = Workers.waiting(this::awaitTheOther);
    }
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      // What broke off in the middle is of no use to anybody.
      sessions.clear();
      throw e;
    } finally {
      compiling.unlock();
    }
  }

  /// Who waits here can be taken back all the same.
  private boolean awaitTheOther() {
    Workers.poll();
    try {
      if (compiling.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        compiling.unlock();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another thread compiled", e);
    }
  }

  private Optional<JavaSession> session(ProjectFile file, boolean complete) {
    return project.text(file).flatMap(text -> session(text, complete));
  }

  /// A kept one, if all that it read is as it was, else a new one.
  private Optional<JavaSession> session(Document document, boolean complete) {
    for (Iterator<JavaSession> kept = sessions.iterator(); kept.hasNext(); ) {
      JavaSession session = kept.next();
      if (session.document().uri().equals(document.uri())) {
        kept.remove();
        if (session.isFresh(document, complete)) {
          sessions.addFirst(session);
          return Optional.of(session);
        }
      }
    }
    Optional<JavaSession> opened = JavaSession.open(document, project, complete);
    opened.ifPresent(sessions::addFirst);
    while (sessions.size() > KEPT) {
      sessions.removeLast();
    }
    return opened;
  }
}
