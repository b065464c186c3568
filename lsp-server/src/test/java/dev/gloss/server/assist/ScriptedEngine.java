package dev.gloss.server.assist;

import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.GenerationStats;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// An engine that writes what a test says, one token a step, for tests of what stands around a
/// model: protocol, cancellation, traces. It is no model and says so in its name.
public final class ScriptedEngine implements Engine {
  private static final int UNLIMITED = 1 << 30;

  /// Every request, in the order of their arrival.
  public final BlockingQueue<GenerationRequest> requests = new LinkedBlockingQueue<>();

  /// Every request that ended because it was cancelled.
  public final BlockingQueue<GenerationRequest> cancelled = new LinkedBlockingQueue<>();

  /// Every request that has ended, once all who waited for its end have been told.
  public final BlockingQueue<GenerationRequest> finished = new LinkedBlockingQueue<>();

  /// Completes when it is closed.
  public final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final CharTokenizer tokenizer;
  private final Function<String, Script> scripts;
  private int steps = UNLIMITED;
  private String name = "scripted";
  private double readTokensPerSecond;
  private PromptHints hints = PromptHints.NONE;

  /// What is written for one prompt.
  ///
  /// @param tokens their texts
  /// @param probability of each
  /// @param failure ends it with this message when it is not empty
  /// @param others tokens that the first one could have been, too
  public record Script(
      List<String> tokens,
      double probability,
      String failure,
      List<String> others,
      double othersProbability) {

    /// Without a choice.
    public Script(List<String> tokens, double probability, String failure) {
      this(tokens, probability, failure, List.of(), 0);
    }

    /// The same where the first token could have been one of these, too.
    public Script insteadOf(String... others) {
      return new Script(tokens, probability, failure, List.of(others), 0.1);
    }

    /// The same where it could hardly have been one of these.
    public Script hardly(String... others) {
      return new Script(tokens, probability, failure, List.of(others), 0.001);
    }

    /// These tokens, all of them sure.
    public static Script of(String... tokens) {
      return new Script(List.of(tokens), 0.9, "");
    }
  }

  /// @param scripts from the prompt's text (special tokens by their names) to what is written
  public ScriptedEngine(Function<String, Script> scripts) {
    this(new CharTokenizer(), scripts);
  }

  ScriptedEngine(CharTokenizer tokenizer, Function<String, Script> scripts) {
    this.tokenizer = tokenizer;
    this.scripts = scripts;
  }

  /// The same under another name.
  public ScriptedEngine named(String other) {
    name = other;
    return this;
  }

  /// The same with a model whose files say how it is asked.
  public ScriptedEngine hinting(PromptHints given) {
    hints = given;
    return this;
  }

  /// The same that says how quickly it reads.
  public ScriptedEngine reading(double tokensPerSecond) {
    readTokensPerSecond = tokensPerSecond;
    return this;
  }

  /// From now on each step needs a permit.
  public synchronized ScriptedEngine hold() {
    steps = 0;
    return this;
  }

  /// Permits so many steps.
  public synchronized void step(int count) {
    steps += count;
    notifyAll();
  }

  /// Waits for a permit or until the run is cancelled, which takes no other run's permit.
  private synchronized void awaitStep(Run run) {
    boolean interrupted = false;
    while (steps == 0 && !run.stop.isDone()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!run.stop.isDone()) {
      steps--;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void wakeUp() {
    notifyAll();
  }

  @Override
  public ModelInfo model() {
    return new ModelInfo(
        name,
        "Scripted",
        1,
        1,
        0,
        true,
        1,
        1,
        "F32",
        0,
        1024,
        tokenizer.vocabularySize(),
        ModelFile.NONE,
        hints,
        "cpu");
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public EngineLoad load() {
    return new EngineLoad(0, 0, 0, 0, 0, readTokensPerSecond);
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    if (closed.isDone()) {
      throw new IllegalStateException("the engine is closed");
    }
    Run run = new Run(request, listener);
    requests.add(request);
    Thread.ofVirtual().name("scripted-engine").start(run::write);
    return run;
  }

  @Override
  public void close() {
    closed.complete(null);
  }

  private final class Run implements Generation {
    private final GenerationRequest request;
    private final Consumer<GenerationEvent> listener;
    private final CompletableFuture<GenerationEvent> completion = new CompletableFuture<>();
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    Run(GenerationRequest request, Consumer<GenerationEvent> listener) {
      this.request = request;
      this.listener = listener;
    }

    @Override
    public void cancel() {
      stop.complete(null);
      wakeUp();
    }

    @Override
    public CompletableFuture<GenerationEvent> completion() {
      return completion.copy();
    }

    void write() {
      int[] prompt = tokenizer.encode(request.prompt());
      listener.accept(new GenerationEvent.Started(prompt.length, 0));
      Script script = scripts.apply(tokenizer.decode(prompt));
      int written = 0;
      for (String token : script.tokens()) {
        awaitStep(this);
        if (stop.isDone() || written == request.maxTokens()) {
          break;
        }
        int id = tokenizer.specialId(token).orElse(token.isEmpty() ? 0 : token.codePointAt(0));
        List<GenerationEvent.Alternative> choice =
            request.alternatives() == 0 || written > 0 ? List.of() : choice(script);
        listener.accept(
            new GenerationEvent.Token(id, token, script.probability(), false, -1, choice));
        written++;
      }
      end(prompt.length, script, written);
    }

    private List<GenerationEvent.Alternative> choice(Script script) {
      return Stream.concat(script.tokens().stream().limit(1), script.others().stream())
          .filter(text -> !text.isEmpty())
          .map(
              text ->
                  new GenerationEvent.Alternative(
                      text.codePointAt(0), text, script.othersProbability()))
          .toList();
    }

    private void end(int promptTokens, Script script, int written) {
      FinishReason reason = FinishReason.STOP;
      if (stop.isDone()) {
        reason = FinishReason.CANCELLED;
        cancelled.add(request);
      } else if (written == request.maxTokens()) {
        reason = FinishReason.LENGTH;
      }
      GenerationEvent last =
          script.failure().isEmpty()
              ? new GenerationEvent.Finished(
                  reason, "", new GenerationStats(promptTokens, 0, written, 0, 0, written, 0, 0, 0))
              : new GenerationEvent.Failed(script.failure());
      listener.accept(last);
      completion.complete(last);
      finished.add(request);
    }
  }
}
