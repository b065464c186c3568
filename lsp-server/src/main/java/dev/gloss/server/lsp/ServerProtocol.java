package dev.gloss.server.lsp;

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
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/// Exactly what this server implements of the protocol.
///
/// LSP4J's own interfaces declare all of LSP with defaults that fail; here what is not declared is
/// answered by "method not found". Public because LSP4J calls it by reflection.
public interface ServerProtocol {

  /// `initialize`
  @JsonRequest
  CompletableFuture<InitializeResult> initialize(InitializeParams params);

  /// `initialized`
  @JsonNotification
  void initialized(@Nullable InitializedParams params);

  /// `shutdown`
  @JsonRequest
  CompletableFuture<@Nullable Object> shutdown();

  /// `exit`
  @JsonNotification
  void exit();

  /// `$/setTrace`
  @JsonNotification("$/setTrace")
  void setTrace(SetTraceParams params);

  /// `window/workDoneProgress/cancel`
  @JsonNotification("window/workDoneProgress/cancel")
  void cancelProgress(WorkDoneProgressCancelParams params);

  /// `textDocument/didOpen`
  @JsonNotification("textDocument/didOpen")
  void didOpen(DidOpenTextDocumentParams params);

  /// `textDocument/didChange`
  @JsonNotification("textDocument/didChange")
  void didChange(DidChangeTextDocumentParams params);

  /// `textDocument/didSave`
  @JsonNotification("textDocument/didSave")
  void didSave(DidSaveTextDocumentParams params);

  /// `textDocument/didClose`
  @JsonNotification("textDocument/didClose")
  void didClose(DidCloseTextDocumentParams params);

  /// `textDocument/inlineCompletion`
  @JsonRequest("textDocument/inlineCompletion")
  CompletableFuture<@Nullable InlineCompletionList> inlineCompletion(InlineCompletionParams params);

  /// `textDocument/completion`
  @JsonRequest("textDocument/completion")
  CompletableFuture<@Nullable CompletionList> completion(CompletionParams params);

  /// `completionItem/resolve`
  @JsonRequest("completionItem/resolve")
  CompletableFuture<CompletionItem> resolveCompletionItem(CompletionItem item);

  /// `textDocument/hover`
  @JsonRequest("textDocument/hover")
  CompletableFuture<@Nullable Hover> hover(HoverParams params);

  /// `textDocument/codeAction`
  @JsonRequest("textDocument/codeAction")
  CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params);

  /// `workspace/executeCommand`
  @JsonRequest("workspace/executeCommand")
  CompletableFuture<@Nullable Object> executeCommand(ExecuteCommandParams params);

  /// `gloss/model`
  @JsonRequest("gloss/model")
  CompletableFuture<ModelReply> model(@Nullable ModelParams params);

  /// `workspace/didChangeConfiguration`
  @JsonNotification("workspace/didChangeConfiguration")
  void didChangeConfiguration(@Nullable DidChangeConfigurationParams params);

  /// `workspace/didChangeWorkspaceFolders`
  @JsonNotification("workspace/didChangeWorkspaceFolders")
  void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params);

  /// `workspace/didChangeWatchedFiles`
  @JsonNotification("workspace/didChangeWatchedFiles")
  void didChangeWatchedFiles(DidChangeWatchedFilesParams params);
}
