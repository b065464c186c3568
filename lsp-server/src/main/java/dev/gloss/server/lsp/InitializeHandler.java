package dev.gloss.server.lsp;

import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.ExecuteCommandOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;

/// `initialize`: who the editor is, and what it may ask. Answered before the model is there.
final class InitializeHandler {
  private final Session session;
  private final ConfigurationHandler configuration;

  InitializeHandler(Session session, ConfigurationHandler configuration) {
    this.session = session;
    this.configuration = configuration;
  }

  InitializeResult handle(InitializeParams params) {
    ClientProfile profile = ClientProfile.of(params);
    session.editor().profile(profile);
    session.roots(roots(params));
    configuration.initialize(params);
    if (params.getProcessId() != null) {
      session.clientProcess().complete(params.getProcessId().longValue());
    }
    return new InitializeResult(
        capabilities(profile), new ServerInfo("gloss", session.services().version()));
  }

  /// Folders came or went.
  void foldersChanged(DidChangeWorkspaceFoldersParams params) {
    List<Path> removed = paths(params.getEvent().getRemoved().stream());
    session.roots(
        Stream.concat(
                session.roots().stream().filter(root -> !removed.contains(root)),
                paths(params.getEvent().getAdded().stream()).stream())
            .distinct()
            .toList());
  }

  private static ServerCapabilities capabilities(ClientProfile profile) {
    ServerCapabilities can = new ServerCapabilities();
    can.setPositionEncoding(profile.encoding().protocolName());
    TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    can.setTextDocumentSync(sync);
    can.setInlineCompletionProvider(true);
    can.setCompletionProvider(new CompletionOptions(true, List.of(".")));
    can.setHoverProvider(true);
    if (profile.codeActionLiterals()) {
      can.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionHandler.KIND)));
    } else {
      can.setCodeActionProvider(true);
    }
    can.setExecuteCommandProvider(new ExecuteCommandOptions(ExecuteCommandHandler.COMMANDS));
    WorkspaceFoldersOptions folders = new WorkspaceFoldersOptions();
    folders.setSupported(true);
    folders.setChangeNotifications(true);
    can.setWorkspace(new WorkspaceServerCapabilities(folders));
    return can;
  }

  /// Older editors name one root, as a URI or a path.
  @SuppressWarnings("deprecation")
  private static List<Path> roots(InitializeParams params) {
    if (params.getWorkspaceFolders() != null) {
      return paths(params.getWorkspaceFolders().stream());
    }
    if (params.getRootUri() != null) {
      return PromptAdmission.path(params.getRootUri()).stream().toList();
    }
    return Optional.ofNullable(params.getRootPath())
        .flatMap(path -> PromptAdmission.path(Path.of(path).toUri().toString()))
        .stream()
        .toList();
  }

  private static List<Path> paths(Stream<WorkspaceFolder> folders) {
    return folders.flatMap(folder -> PromptAdmission.path(folder.getUri()).stream()).toList();
  }
}
