package dev.gloss.server.eval;

import dev.gloss.inference.Engine;
import dev.gloss.server.assist.Cancellation;
import dev.gloss.server.assist.Completer;
import dev.gloss.server.assist.Completion;
import dev.gloss.server.assist.CompletionQuery;
import dev.gloss.server.config.Settings;
import dev.gloss.server.status.StatusBoard;
import dev.gloss.server.trace.TraceHub;

/// Fills holes the way an editor is answered, but holds nothing back, so that every hole gets what
/// the model writes.
final class HoleFiller {
  private final Completer completer;

  HoleFiller(Engine engine) {
    completer = new Completer(engine, new TraceHub(), new StatusBoard());
  }

  /// What the model writes between two texts.
  ///
  /// @param name of the file, for the trace
  /// @param language as LSP names languages
  Completion fill(
      String name, String language, String prefix, String suffix, Settings.Completion settings) {
    return study(name, language, prefix, suffix, settings).completion();
  }

  /// The same with what is seen of the text.
  Completer.Study study(
      String name, String language, String prefix, String suffix, Settings.Completion settings) {
    return study(
        new CompletionQuery("eval:" + name, language, prefix + suffix, prefix.length(), true),
        settings);
  }

  /// What the model writes at a place, with what is seen of it.
  Completer.Study study(CompletionQuery query, Settings.Completion settings) {
    return completer.predict(query, settings, new Cancellation());
  }
}
