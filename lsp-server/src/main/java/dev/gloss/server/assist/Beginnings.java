package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// An engine that is asked how a text could begin: it writes the first token that goes beyond what
/// the text has to begin with, and notes which other ones were probable there.
///
/// For one generation.
final class Beginnings extends LentEngine {
  private static final int MOST = 8;

  /// What a byte that is no character on its own looks like.
  private static final char NO_CHARACTER = '\uFFFD';

  private final List<Beginning> found = new ArrayList<>();
  private final StringBuilder written = new StringBuilder();
  private boolean done;

  /// How a text could begin.
  ///
  /// @param text not blank
  /// @param probability that it does, in `[0, 1]`
  record Beginning(String text, double probability) {}

  Beginnings(Engine engine) {
    super(engine);
  }

  /// Texts behind what was to be begun with, the most probable first; the model's own choice among
  /// them.
  synchronized List<Beginning> found() {
    return List.copyOf(found);
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    CompletableFuture<Generation> started = new CompletableFuture<>();
    Generation generation =
        super.generate(
            request.withAlternatives(MOST),
            event -> {
              listener.accept(event);
              if (event instanceof GenerationEvent.Token token && take(token, request.opening())) {
                var unused = started.thenAccept(Generation::cancel);
              }
            });
    started.complete(generation);
    return generation;
  }

  /// Whether that was the token.
  private synchronized boolean take(GenerationEvent.Token token, String opening) {
    String before = written.toString();
    written.append(token.text());
    if (done || written.length() <= opening.length()) {
      return done;
    }
    done = true;
    for (GenerationEvent.Alternative other : token.alternatives()) {
      String whole = before + other.text();
      if (whole.startsWith(opening) && whole.indexOf(NO_CHARACTER) < 0) {
        String text = whole.substring(opening.length());
        if (!text.isBlank()) {
          found.add(new Beginning(text, other.probability()));
        }
      }
    }
    return true;
  }
}
