package dev.gloss.server.typing;

import com.google.gson.JsonElement;
import dev.gloss.server.lsp.GlossClient;
import dev.gloss.server.lsp.LspConnection;
import dev.gloss.server.lsp.LspServices;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.ClientInfo;
import org.eclipse.lsp4j.CompletionContext;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionItem;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/// An editor made of LSP4J's client, in conversation with the real server: every message is written
/// as JSON and read again, on both sides.
///
/// Used by one thread.
final class ReplayEditor implements AutoCloseable {
  private static final long LONGEST_ANSWER_SECONDS = 120;

  private final LspConnection connection;
  private final LanguageServer server;

  /// Says hello.
  ///
  /// @param services of the server
  /// @param folders of the workspace
  /// @param options what the editor says of settings; null for nothing
  ReplayEditor(LspServices services, List<Path> folders, @Nullable JsonElement options)
      throws InterruptedException {
    Map<String, JsonRpcMethod> methods =
        new LinkedHashMap<>(ServiceEndpoints.getSupportedMethods(LanguageServer.class));
    methods.putAll(ServiceEndpoints.getSupportedMethods(GlossClient.class));
    MessageJsonHandler json = new MessageJsonHandler(methods);
    Wire wire = new Wire(json);
    RemoteEndpoint endpoint =
        new RemoteEndpoint(wire::send, ServiceEndpoints.toEndpoint(new SilentClient()));
    json.setMethodProvider(endpoint);
    wire.reader = endpoint;
    connection = new LspConnection(services, wire::receive);
    wire.connection = connection;
    server = ServiceEndpoints.toServiceObject(endpoint, LanguageServer.class);
    initialize(folders, options);
  }

  /// Carries messages as text. Its ends are there once both sides are.
  private static final class Wire {
    private final MessageJsonHandler json;
    private volatile @Nullable RemoteEndpoint reader;
    private volatile @Nullable LspConnection connection;

    Wire(MessageJsonHandler json) {
      this.json = json;
    }

    void send(Message message) {
      LspConnection to = connection;
      if (to != null) {
        to.consume(json.serialize(message));
      }
    }

    void receive(String text) {
      RemoteEndpoint to = reader;
      if (to != null) {
        to.consume(json.parseMessage(text));
      }
    }
  }

  private void initialize(List<Path> folders, @Nullable JsonElement options)
      throws InterruptedException {
    InitializeParams params = new InitializeParams();
    params.setCapabilities(new ClientCapabilities());
    params.setClientInfo(new ClientInfo("gloss eval typing"));
    params.setWorkspaceFolders(
        folders.stream()
            .map(Path::toUri)
            .map(uri -> new WorkspaceFolder(uri.toString(), uri.toString()))
            .toList());
    if (options != null) {
      params.setInitializationOptions(options);
    }
    try {
      server.initialize(params).get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TypingException("the server does not take 'initialize': " + e.getMessage());
    }
    server.initialized(new InitializedParams());
  }

  void open(String uri, String languageId, String text) {
    documents()
        .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, languageId, 1, text)));
  }

  /// Types a text at a position.
  void type(String uri, int version, Position position, String text) {
    documents()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, version),
                List.of(new TextDocumentContentChangeEvent(new Range(position, position), text))));
  }

  void close(String uri) {
    documents().didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri)));
  }

  /// Asks for ghost text, as while somebody types.
  CompletableFuture<List<InlineCompletionItem>> inline(String uri, Position position) {
    InlineCompletionContext context =
        new InlineCompletionContext(InlineCompletionTriggerKind.Automatic);
    return documents()
        .inlineCompletion(
            new InlineCompletionParams(new TextDocumentIdentifier(uri), position, context))
        .thenApply(ReplayEditor::items);
  }

  /// Asks for the editor's own list.
  CompletableFuture<Either<List<CompletionItem>, CompletionList>> list(
      String uri, Position position, CompletionContext context) {
    return documents()
        .completion(new CompletionParams(new TextDocumentIdentifier(uri), position, context));
  }

  private static List<InlineCompletionItem> items(
      @Nullable Either<List<InlineCompletionItem>, InlineCompletionList> answer) {
    if (answer == null) {
      return List.of();
    }
    return answer.isLeft() ? answer.getLeft() : answer.getRight().getItems();
  }

  private TextDocumentService documents() {
    return server.getTextDocumentService();
  }

  @Override
  public void close() {
    connection.close();
  }
}
