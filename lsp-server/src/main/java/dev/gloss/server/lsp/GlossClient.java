package dev.gloss.server.lsp;

import com.google.gson.JsonElement;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.services.LanguageClient;

/// The editor, with the two notifications of ours; `docs/protocol.md` describes them.
public interface GlossClient extends LanguageClient {

  /// What the server is up to.
  @JsonNotification("$/gloss/status")
  void status(JsonElement status);

  /// One event of a request.
  @JsonNotification("$/gloss/trace")
  void trace(JsonElement event);
}
