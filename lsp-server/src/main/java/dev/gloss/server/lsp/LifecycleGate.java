package dev.gloss.server.lsp;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.Endpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/// Lets pass what the protocol allows at this point of a connection's life: nothing before
/// `initialize`, nothing but `exit` after `shutdown`, and only what is implemented.
///
/// Used by the connection's reading thread alone.
final class LifecycleGate implements Endpoint {
  private static final System.Logger LOG = System.getLogger(LifecycleGate.class.getName());
  private static final Set<String> PARAMS_MAY_BE_MISSING =
      Set.of("initialized", "workspace/didChangeConfiguration", "gloss/model");

  private final Endpoint server;
  private final Map<String, JsonRpcMethod> methods;
  private Stage stage = Stage.NEW;

  private enum Stage {
    NEW,
    RUNNING,
    SHUT_DOWN
  }

  LifecycleGate(Endpoint server, Map<String, JsonRpcMethod> methods) {
    this.server = server;
    this.methods = methods;
  }

  @Override
  public CompletableFuture<?> request(String method, @Nullable Object params) {
    boolean initialize = method.equals("initialize");
    if (stage == Stage.SHUT_DOWN) {
      throw LspErrors.error(
          ResponseErrorCode.InvalidRequest, method + " came after shutdown: only exit may");
    }
    if (stage == Stage.NEW && !initialize) {
      throw LspErrors.error(
          ResponseErrorCode.ServerNotInitialized, method + " came before initialize");
    }
    if (stage == Stage.RUNNING && initialize) {
      throw LspErrors.error(ResponseErrorCode.InvalidRequest, "initialize came a second time");
    }
    JsonRpcMethod known = methods.get(method);
    if (known == null || known.isNotification()) {
      throw LspErrors.error(
          ResponseErrorCode.MethodNotFound, "there is no request '" + method + "' here");
    }
    if (params == null
        && known.getParameterTypes().length > 0
        && !PARAMS_MAY_BE_MISSING.contains(method)) {
      throw LspErrors.invalidParams(method + ": params are missing");
    }
    CompletableFuture<?> reply = server.request(method, params);
    stage = initialize ? Stage.RUNNING : method.equals("shutdown") ? Stage.SHUT_DOWN : stage;
    return reply;
  }

  @Override
  public void notify(String method, @Nullable Object params) {
    JsonRpcMethod known = methods.get(method);
    if (!method.equals("exit") && (stage != Stage.RUNNING || known == null)) {
      LOG.log(System.Logger.Level.DEBUG, "Passed over the notification {0}", method);
      return;
    }
    boolean wantsParams = known != null && known.getParameterTypes().length > 0;
    if (params == null && wantsParams && !PARAMS_MAY_BE_MISSING.contains(method)) {
      LOG.log(System.Logger.Level.WARNING, "{0}: params are missing", method);
      return;
    }
    try {
      server.notify(method, params);
    } catch (RuntimeException e) {
      // LSP4J would log the whole message, the person's text in it.
      LOG.log(System.Logger.Level.ERROR, "The notification " + method + " could not be handled", e);
    }
  }
}
