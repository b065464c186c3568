package dev.gloss.server.lsp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.Endpoint;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.jsonrpc.validation.ReflectiveMessageValidator;

/// One editor's conversation with the server, over whatever carries JSON texts: the pipe of a
/// process, a WebSocket.
///
/// Neither side ever waits for the other: what comes in and what goes out each has a queue and a
/// thread. Safe for use by many threads.
public final class LspConnection implements AutoCloseable {
  /// A client may say in `initialize` whatever it likes; what we read of it is checked there.
  private static final Set<String> NOT_VALIDATED =
      Set.of("initialize", "workspace/didChangeConfiguration", "$/setTrace");

  /// LSP4J's warnings quote whole messages, and these contain the person's documents. Held here
  /// because loggers are only weakly held by the JDK.
  private static final Logger QUIET = Logger.getLogger("org.eclipse.lsp4j.jsonrpc");

  static {
    QUIET.setLevel(Level.SEVERE);
  }

  private static final System.Logger LOG = System.getLogger(LspConnection.class.getName());

  private final Session session;
  private final MessageJsonHandler json;
  private final RemoteEndpoint endpoint;
  private final ReflectiveMessageValidator validator = new ReflectiveMessageValidator();
  private final SerialQueue<Incoming> inbox;
  private final SerialQueue<String> outbox;

  /// A conversation that begins.
  ///
  /// @param services what all conversations share
  /// @param out gets each message to the editor, one at a time; may wait
  public LspConnection(LspServices services, Consumer<String> out) {
    this.outbox = new SerialQueue<>("gloss-lsp-out", out);
    this.inbox = new SerialQueue<>("gloss-lsp-in", this::take);
    this.session = new Session(services, outbox);
    GlossLanguageServer server = new GlossLanguageServer(session);
    Map<String, JsonRpcMethod> methods = ServiceEndpoints.getSupportedMethods(ServerProtocol.class);
    Map<String, JsonRpcMethod> all = new LinkedHashMap<>(methods);
    all.putAll(ServiceEndpoints.getSupportedMethods(GlossClient.class));
    this.json = new MessageJsonHandler(all);
    Endpoint gate = new LifecycleGate(ServiceEndpoints.toEndpoint(server), methods);
    this.endpoint =
        new RemoteEndpoint(message -> outbox.put(json.serialize(message)), gate, LspErrors::of);
    json.setMethodProvider(endpoint);
    endpoint.setJsonHandler(json);
    session.editor().connect(ServiceEndpoints.toServiceObject(endpoint, GlossClient.class));
    outbox.start();
    inbox.start();
  }

  /// Takes a message of the editor; returns at once.
  ///
  /// @param message one JSON text
  public void consume(String message) {
    inbox.put(new Incoming.Whole(message));
  }

  /// Takes what came in over a stream; returns at once.
  void consume(Incoming incoming) {
    inbox.put(incoming);
  }

  /// Completes when the editor says `exit`, with the exit code the protocol asks for: 0 after
  /// `shutdown`, else 1.
  public CompletableFuture<Integer> exit() {
    return session.exit().copy();
  }

  /// Takes the process the editor named in `initialize`, once it did.
  CompletableFuture<Long> clientProcess() {
    return session.clientProcess();
  }

  /// Handles what has come in, sends what is to be sent, and ends; what is under way is cancelled.
  /// Waits two seconds at most.
  @Override
  public void close() {
    try {
      inbox.close();
      inbox.awaitEnd(1000);
      session.close();
      outbox.close();
      outbox.awaitEnd(1000);
    } catch (InterruptedException e) {
      session.close();
      outbox.close();
      Thread.currentThread().interrupt();
    }
  }

  private void take(Incoming incoming) {
    switch (incoming) {
      case Incoming.Whole(String text) -> read(text);
      case Incoming.TooLong tooLong -> refuse(tooLong);
    }
  }

  private void read(String text) {
    try {
      Message message = json.parseMessage(text);
      if (message == null) {
        refuse(text, "a message must be an object");
        return;
      }
      Leniency.apply(message);
      if (isToBeValidated(message)) {
        validator.consume(message);
      }
      endpoint.consume(message);
    } catch (MessageIssueException e) {
      refuse(text, Refusal.reason(e.getIssues()));
    } catch (RuntimeException | StackOverflowError e) {
      refuse(text, Refusal.reason(e));
    }
  }

  private static boolean isToBeValidated(Message message) {
    return switch (message) {
      case RequestMessage request -> !NOT_VALIDATED.contains(request.getMethod());
      case NotificationMessage notification -> !NOT_VALIDATED.contains(notification.getMethod());
      default -> false;
    };
  }

  /// A document of which a change was not read is not known any more.
  private void refuse(Incoming.TooLong message) {
    String uri = message.uri();
    if (uri != null && session.documents().close(uri).isPresent()) {
      LOG.log(System.Logger.Level.WARNING, "A document grew too long and is left alone");
    }
    refuse(
        message.outline(),
        "a message of %d bytes is too long, at most %d are read"
            .formatted(message.bytes(), Framing.LONGEST_MESSAGE_BYTES));
  }

  private void refuse(String text, String reason) {
    LOG.log(System.Logger.Level.WARNING, "A message was refused: {0}", reason);
    Refusal.of(text, reason).ifPresent(outbox::put);
  }
}
