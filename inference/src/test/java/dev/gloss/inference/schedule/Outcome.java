package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationStats;
import java.util.List;

/// All that a listener heard of one request.
///
/// @param events in order
record Outcome(List<GenerationEvent> events) {

  /// Copies the list and checks the order: begun at most once, ended exactly once.
  Outcome {
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

  List<GenerationEvent.Token> tokens() {
    return events.stream()
        .filter(GenerationEvent.Token.class::isInstance)
        .map(GenerationEvent.Token.class::cast)
        .toList();
  }

  List<Integer> ids() {
    return tokens().stream().map(GenerationEvent.Token::id).toList();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    tokens().forEach(token -> text.append(token.text()));
    return text.toString();
  }

  GenerationEvent.Started started() {
    return (GenerationEvent.Started) events.getFirst();
  }

  FinishReason reason() {
    return finished().reason();
  }

  GenerationStats stats() {
    return finished().stats();
  }

  String failure() {
    return ((GenerationEvent.Failed) events.getLast()).message();
  }

  private GenerationEvent.Finished finished() {
    if (events.getLast() instanceof GenerationEvent.Finished finished) {
      return finished;
    }
    throw new AssertionError("did not finish: " + events.getLast());
  }
}
