package dev.gloss.server.web;

/// One client's language-server session. Messages arrive one after another, on a thread that must
/// not wait.
public interface LspSession extends AutoCloseable {

  /// Takes one JSON-RPC message from the client; returns at once.
  ///
  /// @param message the message as JSON text, without `Content-Length` header
  void receive(String message);

  /// The client is gone. May wait until what is under way has ended.
  @Override
  void close();
}
