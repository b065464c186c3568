package dev.gloss.server.lsp;

import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.jspecify.annotations.Nullable;

/// The other end of a conversation: what it can do, and the way to tell it something. Safe for use
/// by many threads.
final class Editor {
  private volatile @Nullable GlossClient client;
  private volatile ClientProfile profile = ClientProfile.UNKNOWN;

  /// From now on it can be told something.
  void connect(GlossClient connected) {
    client = connected;
  }

  GlossClient client() {
    GlossClient connected = client;
    if (connected == null) {
      throw new IllegalStateException("not connected");
    }
    return connected;
  }

  /// What it said of itself in `initialize`.
  ClientProfile profile() {
    return profile;
  }

  void profile(ClientProfile said) {
    profile = said;
  }

  /// Writes a line into its log.
  void log(MessageType type, String text) {
    client().logMessage(new MessageParams(type, text));
  }
}
