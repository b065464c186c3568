package dev.gloss.server.web;

import java.util.function.Consumer;

/// Opens one language-server session for each WebSocket on `/lsp`.
@FunctionalInterface
public interface LspSessions {

  /// Opens a session.
  ///
  /// @param out takes each JSON-RPC message for the client, as text; may be called from any thread
  /// @return the session; closed when the WebSocket closes
  LspSession open(Consumer<String> out);
}
