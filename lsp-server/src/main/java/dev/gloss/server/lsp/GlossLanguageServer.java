package dev.gloss.server.lsp;

import dev.gloss.server.assist.Assistant;
import dev.gloss.server.workspace.PromptAdmission;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/// The table of contents of this package: which handler takes which message. Called by the
/// connection's reading thread, so that nothing here may wait.
final class GlossLanguageServer implements ServerProtocol {
  private final Session session;
  private final ConfigurationHandler configuration;
  private final InitializeHandler initialize;
  private final DocumentSync sync;
  private final InlineCompletionHandler inlineCompletion;
  private final CompletionHandler completion;
  private final HoverHandler hover;
  private final CodeActionHandler codeAction;
  private final ExecuteCommandHandler executeCommand;
  private final ModelHandler model;
  private boolean shutDown;

  GlossLanguageServer(Session session) {
    this.session = session;
    this.configuration = new ConfigurationHandler(session);
    this.initialize = new InitializeHandler(session, configuration);
    this.sync = new DocumentSync(session);
    this.inlineCompletion = new InlineCompletionHandler(session);
    this.completion = new CompletionHandler(session);
    this.hover = new HoverHandler(session);
    this.codeAction = new CodeActionHandler(session);
    this.executeCommand = new ExecuteCommandHandler(session);
    this.model = new ModelHandler(session);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    return CompletableFuture.completedFuture(initialize.handle(params));
  }

  @Override
  public void initialized(@Nullable InitializedParams params) {
    configuration.initialized();
    session.initialized();
    LoadingProgress.show(session);
    session
        .assistant()
        .loaded()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                session.log(
                    MessageType.Error, "The model cannot be used: " + Assistant.reason(failure));
              }
            });
  }

  @Override
  public CompletableFuture<@Nullable Object> shutdown() {
    shutDown = true;
    session.requests().cancelAll();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void exit() {
    session.exit().complete(shutDown ? 0 : 1);
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // LSP's own trace is about messages; ours about models, and has a setting.
  }

  @Override
  public void cancelProgress(WorkDoneProgressCancelParams params) {
    // Loading is the only progress we show, and it cannot be cancelled.
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    sync.open(params);
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    sync.change(params);
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    // Some editors tell although we did not ask; the text is known already.
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    sync.close(params);
  }

  @Override
  public CompletableFuture<@Nullable InlineCompletionList> inlineCompletion(
      InlineCompletionParams params) {
    return inlineCompletion.handle(params);
  }

  @Override
  public CompletableFuture<@Nullable CompletionList> completion(CompletionParams params) {
    return completion.handle(params);
  }

  @Override
  public CompletableFuture<CompletionItem> resolveCompletionItem(CompletionItem item) {
    return CompletableFuture.completedFuture(completion.resolve(item));
  }

  @Override
  public CompletableFuture<@Nullable Hover> hover(HoverParams params) {
    return hover.handle(params);
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return codeAction.handle(params);
  }

  @Override
  public CompletableFuture<@Nullable Object> executeCommand(ExecuteCommandParams params) {
    return executeCommand.handle(params);
  }

  @Override
  public CompletableFuture<ModelReply> model(@Nullable ModelParams params) {
    return model.handle(params);
  }

  @Override
  public void didChangeConfiguration(@Nullable DidChangeConfigurationParams params) {
    configuration.changed(params);
  }

  @Override
  public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
    initialize.foldersChanged(params);
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    List<Path> paths =
        params.getChanges().stream()
            .flatMap(change -> PromptAdmission.path(change.getUri()).stream())
            .toList();
    session.project().changed(paths);
    session.code().changed(paths);
  }
}
