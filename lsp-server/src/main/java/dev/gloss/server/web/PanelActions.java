package dev.gloss.server.web;

/// What a person can do to a request in the panel. Called on a thread that may wait.
public interface PanelActions {

  /// Stops a request; a no-op when it is over or unknown.
  ///
  /// @param request the name it has in the trace
  void cancel(String request);
}
