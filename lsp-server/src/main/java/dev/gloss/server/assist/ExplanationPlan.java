package dev.gloss.server.assist;

import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.Prompt;
import dev.gloss.prompts.reasoning.ReasoningParser;
import dev.gloss.prompts.reasoning.ReasoningTags;
import org.jspecify.annotations.Nullable;

/// What is asked to get one explanation, and how the answer is read. Equal plans give equal
/// explanations.
///
/// @param prompt what the model reads
/// @param tags what it writes around thought and answer
/// @param startsInThink whether its output begins inside the thought
/// @param answerIsMarked whether it was asked to close its answer, so that nothing follows
/// @param maxTokens of thought and answer together
/// @param interjection ends a thought that leaves no room for the answer
/// @param noRepeatNgramSize see [GenerationRequest#noRepeatNgramSize()]
record ExplanationPlan(
    Prompt prompt,
    ReasoningTags tags,
    boolean startsInThink,
    boolean answerIsMarked,
    int maxTokens,
    @Nullable Interjection interjection,
    int noRepeatNgramSize) {

  /// The request to an engine.
  GenerationRequest request() {
    return GenerationRequest.of(prompt, maxTokens)
        .withInterjection(interjection)
        .withNoRepeatNgramSize(noRepeatNgramSize);
  }

  /// How many tokens an answer without a thought before it may have.
  int answerTokens() {
    return interjection == null ? maxTokens : interjection.thenTokens();
  }

  /// A reader of what comes back.
  ReasoningParser parser() {
    return new ReasoningParser(tags, startsInThink);
  }
}
