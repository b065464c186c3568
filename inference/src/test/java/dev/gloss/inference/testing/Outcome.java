package dev.gloss.inference.testing;

import dev.gloss.inference.Engine;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// All that a listener heard of one request.
///
/// @param events in order
public record Outcome(List<GenerationEvent> events) {

  /// Asks an engine and waits for the end.
  public static Outcome of(Engine engine, GenerationRequest request) {
    List<GenerationEvent> events = Collections.synchronizedList(new ArrayList<>());
    engine.generate(request, events::add).completion().join();
    return new Outcome(events);
  }

  /// Copies the list and checks the order: begun at most once, ended exactly once.
  public Outcome {
    events = List.copyOf(events);
    for (int i = 0; i < events.size(); i++) {
      boolean last = i == events.size() - 1;
      boolean fits =
          switch (events.get(i)) {
            case GenerationEvent.Started started -> i == 0 && started.promptTokens() > 0;
            case GenerationEvent.Token token -> i > 0 && token.probability() <= 1 + 1e-9;
            case GenerationEvent.Finished finished -> last && finished.stats() != null;
            case GenerationEvent.Failed failed -> last && !failed.message().isEmpty();
          };
      if (!fits) {
        throw new AssertionError("event " + i + " is out of place: " + events);
      }
    }
  }

  /// The tokens, in order.
  public List<GenerationEvent.Token> tokens() {
    return events.stream()
        .filter(GenerationEvent.Token.class::isInstance)
        .map(GenerationEvent.Token.class::cast)
        .toList();
  }

  /// Their ids.
  public List<Integer> ids() {
    return tokens().stream().map(GenerationEvent.Token::id).toList();
  }

  /// All of the text, the tail included.
  public String text() {
    StringBuilder text = new StringBuilder();
    tokens().forEach(token -> text.append(token.text()));
    return text.append(finished().tail()).toString();
  }

  /// The first event.
  public GenerationEvent.Started started() {
    return (GenerationEvent.Started) events.getFirst();
  }

  /// Why it ended.
  public FinishReason reason() {
    return finished().reason();
  }

  /// What it took.
  public GenerationStats stats() {
    return finished().stats();
  }

  /// Why it failed.
  public String failure() {
    return ((GenerationEvent.Failed) events.getLast()).message();
  }

  private GenerationEvent.Finished finished() {
    if (events.getLast() instanceof GenerationEvent.Finished finished) {
      return finished;
    }
    throw new AssertionError("did not finish: " + events.getLast());
  }
}
