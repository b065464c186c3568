package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.CompletionDesk;
import dev.gloss.server.assist.LatestWins;
import dev.gloss.server.assist.TypingPace;
import dev.gloss.server.config.Settings;
import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.symbols.Symbols;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.MessageType;

/// One conversation, as its handlers see it: the [Editor], its documents and settings, the
/// [Requests] under way for it, which of its documents may be read ([Admission]), and what it is
/// told unasked ([Announcements]).
///
/// Written by the connection's reading thread, read by any.
final class Session implements AutoCloseable {
  private final LspServices services;
  private final Editor editor = new Editor();
  private final Documents documents = new Documents();
  private final Requests requests;
  private final CompletionDesk desk = new CompletionDesk();
  private final TypingPace pace = new TypingPace(System::nanoTime);
  private final Admission admission = new Admission();
  private final WorkspaceFiles project;
  private final Symbols symbols;
  private final ProjectCode code;
  private final Announcements announcements;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final CompletableFuture<Long> clientProcess = new CompletableFuture<>();
  private volatile Settings settings = Settings.DEFAULTS;

  Session(LspServices services, SerialQueue<String> outbox) {
    this.services = services;
    this.requests = new Requests(services.workers());
    this.project = new WorkspaceFiles(services.workers(), documents, this::admits);
    this.symbols = new Symbols(project);
    this.code = new ProjectCode(services, project);
    this.announcements = new Announcements(services, editor, outbox);
  }

  LspServices services() {
    return services;
  }

  Assistant assistant() {
    return services.assistant();
  }

  Editor editor() {
    return editor;
  }

  GlossClient client() {
    return editor.client();
  }

  ClientProfile profile() {
    return editor.profile();
  }

  /// Writes a line into the editor's log.
  void log(MessageType type, String text) {
    editor.log(type, text);
  }

  Documents documents() {
    return documents;
  }

  Requests requests() {
    return requests;
  }

  CompletionDesk desk() {
    return desk;
  }

  TypingPace pace() {
    return pace;
  }

  LatestWins latest() {
    return requests.latest();
  }

  /// Completes when the editor says `exit`, with the exit code.
  CompletableFuture<Integer> exit() {
    return exit;
  }

  /// Completes when the editor says which process it is.
  CompletableFuture<Long> clientProcess() {
    return clientProcess;
  }

  Settings settings() {
    return settings;
  }

  /// New settings hold from the next request on.
  void settings(Settings next) {
    settings = next;
    announcements.wantTrace(next.trace());
    code.follow(next);
  }

  /// The workspace folders.
  List<Path> roots() {
    return admission.roots();
  }

  void roots(List<Path> roots) {
    admission.roots(roots);
    project.roots(roots);
    code.foldersChanged();
  }

  /// The files of the workspace folders.
  WorkspaceFiles project() {
    return project;
  }

  /// What is found in them for prompts.
  ProjectCode code() {
    return code;
  }

  /// What stands where in documents.
  Symbols symbols() {
    return symbols;
  }

  /// The editor is ready to be told things.
  void initialized() {
    announcements.begin();
  }

  /// Whether the document may enter a prompt; if not, the editor's log says so, once.
  boolean admits(Document document) {
    return admission.admits(
        document, settings.privacy().gitignore(), reason -> editor.log(MessageType.Info, reason));
  }

  private boolean admits(Path file) {
    return admission.admits(file, settings.privacy().gitignore());
  }

  @Override
  public void close() {
    requests.cancelAll();
    announcements.close();
    code.close();
  }
}
