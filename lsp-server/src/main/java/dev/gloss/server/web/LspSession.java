package dev.gloss.server.web;

/// One client's language-server session. Messages arrive one after another on one thread at a time.
public interface LspSession extends AutoCloseable {

  /// Takes one JSON-RPC message from the client.
  ///
  /// @param message the message as JSON text, without `Content-Length` header
  void receive(String message);

  /// The client is gone.
  @Override
  void close();
}
