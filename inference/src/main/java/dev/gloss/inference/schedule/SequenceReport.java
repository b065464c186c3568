package dev.gloss.inference.schedule;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationEvent.Alternative;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.decode.Distribution.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Tells a request's listener what happens, and keeps the figures for the end.
///
/// Owned by the engine loop's thread, but for the future.
final class SequenceReport {
  private final Consumer<GenerationEvent> listener;
  private final Tokenizer tokenizer;
  private final Tokenizer.TokenStream text;
  private final CompletableFuture<GenerationEvent> completion = new CompletableFuture<>();
  private final long submittedNanos = System.nanoTime();
  private long admittedNanos;
  private long firstTokenNanos;
  private long lastTokenNanos;
  private boolean admitted;
  private boolean started;
  private int promptTokens;
  private int reusedTokens;
  private int generatedTokens;
  private int drafted;
  private int accepted;
  private int targetPasses;

  SequenceReport(Tokenizer tokenizer, Consumer<GenerationEvent> listener) {
    this.tokenizer = tokenizer;
    this.listener = listener;
    text = tokenizer.stream();
  }

  /// Completes with the last event, after the listener got it.
  CompletableFuture<GenerationEvent> completion() {
    return completion.copy();
  }

  /// The sequence left the queue; later times, after a pre-emption, do not count.
  void admitted() {
    if (!admitted) {
      admitted = true;
      admittedNanos = System.nanoTime();
    }
  }

  /// The prompt is about to be read; told once.
  void started(int prompt, int reused) {
    if (!started) {
      started = true;
      promptTokens = prompt;
      reusedTokens = reused;
      listener.accept(new GenerationEvent.Started(prompt, reused));
    }
  }

  /// The target model ran for tokens after the prompt.
  void targetPass() {
    targetPasses++;
  }

  /// A draft was verified.
  ///
  /// @param tokens it had
  /// @param right how many first ones of it the target model accepted
  void verified(int tokens, int right) {
    drafted += tokens;
    accepted += right;
  }

  /// A token was generated.
  ///
  /// @return the text that became complete with it
  String token(
      int id, double probability, boolean wasDrafted, int rejectedDraft, List<Choice> choices) {
    lastTokenNanos = System.nanoTime();
    if (generatedTokens++ == 0) {
      firstTokenNanos = lastTokenNanos;
    }
    List<Alternative> alternatives = new ArrayList<>(choices.size());
    for (Choice choice : choices) {
      String decoded = tokenizer.decode(choice.token());
      alternatives.add(new Alternative(choice.token(), decoded, choice.probability()));
    }
    String piece = text.push(id);
    listener.accept(
        new GenerationEvent.Token(id, piece, probability, wasDrafted, rejectedDraft, alternatives));
    return piece;
  }

  /// The request is over.
  void finished(FinishReason reason) {
    end(new GenerationEvent.Finished(reason, text.finish(), stats()));
  }

  /// The request could not be served.
  ///
  /// @param message one line
  void failed(String message) {
    end(new GenerationEvent.Failed(message));
  }

  private GenerationStats stats() {
    long now = System.nanoTime();
    long taken = admitted ? admittedNanos : now;
    boolean any = generatedTokens > 0;
    return new GenerationStats(
        promptTokens,
        reusedTokens,
        generatedTokens,
        drafted,
        accepted,
        targetPasses,
        taken - submittedNanos,
        (any ? firstTokenNanos : now) - taken,
        any ? lastTokenNanos - firstTokenNanos : 0);
  }

  private void end(GenerationEvent event) {
    try {
      listener.accept(event);
    } finally {
      // On a thread of its own: whoever waits may take its time, the engine does not.
      Thread.ofVirtual().start(() -> completion.complete(event));
    }
  }
}
