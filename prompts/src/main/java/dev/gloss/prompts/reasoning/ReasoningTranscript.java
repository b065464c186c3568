package dev.gloss.prompts.reasoning;

import dev.gloss.prompts.reasoning.ReasoningEvent.Answer;
import dev.gloss.prompts.reasoning.ReasoningEvent.AnswerEnd;
import dev.gloss.prompts.reasoning.ReasoningEvent.AnswerWasThought;
import dev.gloss.prompts.reasoning.ReasoningEvent.Malformed;
import dev.gloss.prompts.reasoning.ReasoningEvent.Think;
import dev.gloss.prompts.reasoning.ReasoningEvent.ThinkEnd;
import java.util.Optional;

/// Thought and answer so far, put together from the parser's events.
///
/// Mutable; one thread at a time.
public final class ReasoningTranscript {
  private final StringBuilder think = new StringBuilder();
  private final StringBuilder answer = new StringBuilder();
  private Optional<String> malformed = Optional.empty();
  private boolean answerComplete;

  /// Reads a whole output.
  ///
  /// @param startsInThink see [ReasoningParser]
  public static ReasoningTranscript read(String output, ReasoningTags tags, boolean startsInThink) {
    ReasoningParser parser = new ReasoningParser(tags, startsInThink);
    ReasoningTranscript transcript = new ReasoningTranscript();
    parser.push(output).forEach(transcript::add);
    parser.finish().forEach(transcript::add);
    return transcript;
  }

  /// Takes the next event in.
  public void add(ReasoningEvent event) {
    switch (event) {
      case Think(String text) -> think.append(text);
      case ThinkEnd() -> {}
      case Answer(String text) -> answer.append(text);
      case AnswerWasThought(String text) -> {
        think.append(text);
        answer.setLength(0);
      }
      case AnswerEnd() -> answerComplete = true;
      case Malformed(String reason, String soFar) -> {
        think.setLength(0);
        answer.setLength(0);
        answer.append(soFar);
        answerComplete = false;
        malformed = malformed.or(() -> Optional.of(reason));
      }
    }
  }

  /// The thought without white space around it; empty where there is none or it was withdrawn.
  public String think() {
    return think.toString().strip();
  }

  /// The answer without white space around it.
  public String answer() {
    return answer.toString().strip();
  }

  /// Why the output counts as malformed, where it does: the first thing that went wrong.
  public Optional<String> malformed() {
    return malformed;
  }

  /// Whether the answer has ended.
  public boolean isAnswerComplete() {
    return answerComplete;
  }
}
