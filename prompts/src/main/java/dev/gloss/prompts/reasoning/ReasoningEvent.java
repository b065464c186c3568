package dev.gloss.prompts.reasoning;

/// What the tag parser found in the stream. Texts contain a tag only where they name it.
public sealed interface ReasoningEvent {

  /// More of the thought.
  ///
  /// @param text never empty
  record Think(String text) implements ReasoningEvent {}

  /// The thought is complete. Also comes for an empty one.
  record ThinkEnd() implements ReasoningEvent {}

  /// More of the answer.
  ///
  /// @param text never empty
  record Answer(String text) implements ReasoningEvent {}

  /// What came as the answer so far was the thought, whose opening tag was missing.
  ///
  /// @param think all of it, never empty; the answer is empty again
  record AnswerWasThought(String think) implements ReasoningEvent {}

  /// The answer is complete: its block was closed or the output ended.
  record AnswerEnd() implements ReasoningEvent {}

  /// The tags make no sense: drop the thought and the answer so far, the answer is `answer` and
  /// what follows in [Answer] events. Comes at most twice: when the tags first go wrong, and once
  /// more when a proper answer block begins after that.
  ///
  /// @param reason one line for the log or the panel
  /// @param answer all text so far without the tags; may be empty
  record Malformed(String reason, String answer) implements ReasoningEvent {}
}
