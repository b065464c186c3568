package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gloss.server.assist.Assistant;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.assist.ScriptedDialogue;
import dev.gloss.server.assist.ScriptedEngine;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.InlineCompletionContext;
import org.eclipse.lsp4j.InlineCompletionList;
import org.eclipse.lsp4j.InlineCompletionParams;
import org.eclipse.lsp4j.InlineCompletionTriggerKind;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ShowDocumentParams;
import org.eclipse.lsp4j.ShowDocumentResult;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/// An editor made of LSP4J's own client, joined with a server that runs as it does over stdio: by
/// two pipes with one in this process, or with a process of its own. What the server sends by
/// itself is kept in queues.
final class EditorInTest implements AutoCloseable {
  static final URI PANEL = URI.create("http://127.0.0.1:7878/?token=t");

  final BlockingQueue<JsonObject> status = new LinkedBlockingQueue<>();
  final BlockingQueue<JsonObject> trace = new LinkedBlockingQueue<>();
  final BlockingQueue<String> logs = new LinkedBlockingQueue<>();
  final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  final BlockingQueue<ShowDocumentParams> shown = new LinkedBlockingQueue<>();
  final BlockingQueue<ProgressParams> progress = new LinkedBlockingQueue<>();
  final BlockingQueue<RegistrationParams> registrations = new LinkedBlockingQueue<>();
  final List<Object> configuration = new ArrayList<>();

  final CompletableFuture<Assistant.Model> model = new CompletableFuture<>();
  final TraceHub hub = new TraceHub();
  final StatusBoard board = new StatusBoard();
  final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  final GlossServer server;

  private final OutputStream toServer;

  /// Starts a server in this process, whose model [#load] brings.
  static EditorInTest start() {
    return start(ModelSwitch.NONE, Settings.DEFAULTS);
  }

  /// The same with models that can be changed, and settings of the process.
  static EditorInTest start(ModelSwitch models, Settings settings) {
    try {
      Pipe up = Pipe.open();
      Pipe down = Pipe.open();
      EditorInTest editor =
          new EditorInTest(
              Channels.newInputStream(down.source()), Channels.newOutputStream(up.sink()));
      editor.serve(
          Channels.newInputStream(up.source()),
          Channels.newOutputStream(down.sink()),
          models,
          settings);
      return editor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Talks to a server's process over its standard streams.
  static EditorInTest attach(Process process) {
    EditorInTest editor = new EditorInTest(process.getInputStream(), process.getOutputStream());
    process.onExit().thenAccept(ended -> editor.exitCode.complete(ended.exitValue()));
    return editor;
  }

  private EditorInTest(InputStream fromServer, OutputStream toServer) {
    this.toServer = toServer;
    Launcher<GlossServer> launcher =
        new LSPLauncher.Builder<GlossServer>()
            .setLocalService(new Client())
            .setRemoteInterface(GlossServer.class)
            .setInput(fromServer)
            .setOutput(toServer)
            .create();
    launcher.startListening();
    server = launcher.getRemoteProxy();
  }

  private void serve(InputStream in, OutputStream out, ModelSwitch models, Settings settings) {
    Assistant assistant = new Assistant(model, hub, board);
    LspServices services =
        new LspServices(assistant, hub, board, new TestPanel(), "0.0.0", models, settings);
    LspServer process = LspServer.overStdio(in, out, services);
    Thread.ofPlatform().daemon().start(() -> run(process));
  }

  private void run(LspServer process) {
    try {
      exitCode.complete(process.run());
    } catch (InterruptedException e) {
      exitCode.completeExceptionally(e);
    }
  }

  /// The model is there.
  EditorInTest load(ScriptedEngine engine) {
    return load(new Assistant.Model(engine, ScriptedDialogue.get()));
  }

  /// The model is there.
  EditorInTest load(Assistant.Model loaded) {
    model.complete(loaded);
    return this;
  }

  /// Says hello as an editor that offers what `capabilities` fills in.
  InitializeResult initialize(Consumer<InitializeParams> capabilities)
      throws ExecutionException, InterruptedException {
    InitializeParams params = new InitializeParams();
    params.setCapabilities(new ClientCapabilities());
    capabilities.accept(params);
    InitializeResult result = server.initialize(params).get();
    server.initialized(new InitializedParams());
    return result;
  }

  void open(String uri, String languageId, String text) {
    server
        .getTextDocumentService()
        .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, languageId, 1, text)));
  }

  void edit(String uri, Range range, String text) {
    server
        .getTextDocumentService()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, 2),
                List.of(new TextDocumentContentChangeEvent(range, text))));
  }

  /// Closes the pipe to the server, as an editor that dies does.
  @Override
  public void close() throws IOException {
    toServer.close();
  }

  /// Asks for ghost text.
  CompletableFuture<InlineCompletionList> inline(String uri, Position position) {
    InlineCompletionContext context =
        new InlineCompletionContext(InlineCompletionTriggerKind.Automatic);
    return inline(new InlineCompletionParams(new TextDocumentIdentifier(uri), position, context));
  }

  /// Asks for ghost text.
  CompletableFuture<InlineCompletionList> inline(InlineCompletionParams params) {
    return server
        .getTextDocumentService()
        .inlineCompletion(params)
        .thenApply(either -> either == null ? null : either.getRight());
  }

  /// Asks for the editor's list.
  CompletableFuture<Either<List<CompletionItem>, CompletionList>> list(
      String uri, Position position) {
    return server
        .getTextDocumentService()
        .completion(new CompletionParams(new TextDocumentIdentifier(uri), position));
  }

  /// Points at a place.
  CompletableFuture<Hover> hover(String uri, Position position) {
    return server
        .getTextDocumentService()
        .hover(new HoverParams(new TextDocumentIdentifier(uri), position));
  }

  /// Runs a command.
  CompletableFuture<Object> execute(String command, Object... arguments) {
    return server
        .getWorkspaceService()
        .executeCommand(new ExecuteCommandParams(command, List.of(arguments)));
  }

  /// Sends `gloss/model`.
  ///
  /// @param params as JSON
  CompletableFuture<JsonElement> model(String params) {
    return server.model(JsonParser.parseString(params));
  }

  /// The editor's settings change.
  void configure(String settings) {
    server
        .getWorkspaceService()
        .didChangeConfiguration(new DidChangeConfigurationParams(JsonParser.parseString(settings)));
  }

  /// What a hover shows.
  static String text(Hover hover) {
    return ((MarkupContent) hover.getContents().get()).getValue();
  }

  /// With what error a request is answered.
  static int errorCode(CompletableFuture<?> reply) {
    ExecutionException e = assertThrows(ExecutionException.class, reply::get);
    return assertInstanceOf(ResponseErrorException.class, e.getCause())
        .getResponseError()
        .getCode();
  }

  /// What the server takes beside LSP. Public for LSP4J's reflection.
  public interface GlossServer extends LanguageServer {
    /// `gloss/model`
    @JsonRequest("gloss/model")
    CompletableFuture<JsonElement> model(JsonElement params);
  }

  private static final class TestPanel implements Panel {
    @Override
    public Optional<URI> url() {
      return Optional.of(PANEL);
    }

    @Override
    public URI open() {
      return PANEL;
    }
  }

  /// Public for LSP4J's reflection.
  public final class Client implements LanguageClient {
    /// `$/gloss/status`
    @JsonNotification("$/gloss/status")
    public void status(JsonElement params) {
      status.add(params.getAsJsonObject());
    }

    /// `$/gloss/trace`
    @JsonNotification("$/gloss/trace")
    public void trace(JsonElement params) {
      trace.add(params.getAsJsonObject());
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {}

    @Override
    public void showMessage(MessageParams params) {
      messages.add(params.getMessage());
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(
        ShowMessageRequestParams params) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void logMessage(MessageParams params) {
      logs.add(params.getMessage());
    }

    @Override
    public CompletableFuture<ShowDocumentResult> showDocument(ShowDocumentParams params) {
      shown.add(params);
      return CompletableFuture.completedFuture(new ShowDocumentResult(true));
    }

    @Override
    public CompletableFuture<List<Object>> configuration(ConfigurationParams params) {
      return CompletableFuture.completedFuture(configuration);
    }

    @Override
    public CompletableFuture<Void> registerCapability(RegistrationParams params) {
      registrations.add(params);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> createProgress(WorkDoneProgressCreateParams params) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void notifyProgress(ProgressParams params) {
      progress.add(params);
    }
  }
}
