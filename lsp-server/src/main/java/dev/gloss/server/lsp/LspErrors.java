package dev.gloss.server.lsp;

import dev.gloss.server.assist.AssistException;
import dev.gloss.server.assist.ModelSwitch;
import dev.gloss.server.work.TakenBack;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/// Turns what went wrong into the protocol's errors: one sentence, never a stack trace.
final class LspErrors {
  private static final System.Logger LOG = System.getLogger(LspErrors.class.getName());

  private LspErrors() {}

  /// The error with which a request that failed is answered.
  static ResponseError of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ResponseErrorException known -> known.getResponseError();
      case ModelSwitch.NoRoom room ->
          new ResponseError(
              ResponseErrorCode.RequestFailed, room.getMessage(), Map.of("unloadFirst", true));
      case TakenBack tooLong ->
          new ResponseError(ResponseErrorCode.RequestFailed, tooLong.getMessage(), null);
      case AssistException engine ->
          new ResponseError(ResponseErrorCode.RequestFailed, engine.getMessage(), null);
      default -> {
        LOG.log(System.Logger.Level.ERROR, "A request failed", cause);
        yield new ResponseError(
            ResponseErrorCode.InternalError,
            "internal error (" + cause.getClass().getSimpleName() + "), see the server's log",
            null);
      }
    };
  }

  /// For parameters that make no sense.
  static ResponseErrorException invalidParams(String message) {
    return error(ResponseErrorCode.InvalidParams, message);
  }

  static ResponseErrorException error(ResponseErrorCode code, String message) {
    return new ResponseErrorException(new ResponseError(code, message, null));
  }
}
