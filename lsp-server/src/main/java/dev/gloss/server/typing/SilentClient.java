package dev.gloss.server.typing;

import com.google.gson.JsonElement;
import dev.gloss.server.lsp.GlossClient;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;

/// An editor that offers nothing beyond documents and passes over what it is told.
final class SilentClient implements GlossClient {
  @Override
  public void status(JsonElement status) {}

  @Override
  public void trace(JsonElement event) {}

  @Override
  public void telemetryEvent(Object object) {}

  @Override
  public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {}

  @Override
  public void showMessage(MessageParams message) {}

  @Override
  public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("nobody is there"));
  }

  @Override
  public void logMessage(MessageParams message) {}
}
