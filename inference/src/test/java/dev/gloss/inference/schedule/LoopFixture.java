package dev.gloss.inference.schedule;

import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Sampling;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.decode.Distribution;
import dev.gloss.inference.decode.LogitProcessor;
import dev.gloss.inference.decode.NgramInterpolation;
import dev.gloss.inference.testing.HashBackend;
import dev.gloss.inference.testing.LetterTokenizer;
import dev.gloss.inference.testing.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A loop over a [HashBackend], and what its model would say by definition.
final class LoopFixture implements AutoCloseable {
  static final LetterTokenizer LETTERS = new LetterTokenizer();

  /// Ends no text unless a test says so.
  static final int EOS = 1;

  final HashBackend backend;
  final EngineLoop loop;

  LoopFixture(HashBackend backend, Limits limits) {
    this.backend = backend;
    loop =
        new EngineLoop(backend, backend.info(), null, LETTERS, Set.of(EOS), limits, backend::close);
  }

  /// A loop whose steps cost the same whatever their rows, so that drafts are as long as they may.
  static LoopFixture withLongDrafts(HashBackend backend) {
    return new LoopFixture(backend, (DraftModel) null);
  }

  /// The same with a model that drafts.
  static LoopFixture withLongDrafts(HashBackend backend, HashBackend draftBackend) {
    return new LoopFixture(backend, new DraftModel(draftBackend, HashBackend.VOCABULARY));
  }

  private LoopFixture(HashBackend backend, @Nullable DraftModel draftModel) {
    this.backend = backend;
    loop =
        new EngineLoop(
            backend,
            backend.info(),
            draftModel,
            LETTERS,
            Set.of(EOS),
            limits(backend),
            backend::close,
            new DraftGain(new FlatCost()));
  }

  /// Steps that all take the same, and so long that what is drafted costs nothing.
  private static final class FlatCost extends StepCost {
    @Override
    int steps() {
      return 100;
    }

    @Override
    double nanos(int rows) {
      return 1e12;
    }
  }

  LoopFixture(HashBackend backend) {
    this(backend, limits(backend));
  }

  static Limits limits(HashBackend backend) {
    return Limits.of(backend, backend.info().contextLength());
  }

  LoopFixture() {
    this(HashBackend.roomy());
  }

  /// A request under way.
  record Asked(Generation generation, List<GenerationEvent> events) {

    Outcome outcome() {
      generation.completion().join();
      return new Outcome(events);
    }

    CompletableFuture<GenerationEvent> completion() {
      return generation.completion();
    }
  }

  static GenerationRequest request(int maxTokens) {
    return GenerationRequest.of(Prompt.of(), maxTokens)
        .withIgnoreEos(true)
        .withSpeculation(Speculation.MTP);
  }

  Asked ask(GenerationRequest request, int... prompt) {
    List<GenerationEvent> events = Collections.synchronizedList(new ArrayList<>());
    return new Asked(
        loop.submit(request, prompt, processors(request, prompt), events::add), events);
  }

  Outcome run(GenerationRequest request, int... prompt) {
    return ask(request, prompt).outcome();
  }

  /// Pages free once everything that is only cached is forgotten.
  int freePages() {
    return loop.between(
            (Backend _, PageCache cache) -> {
              cache.clear();
              return cache.openTables() == 0 ? cache.freePages() : -1;
            })
        .join();
  }

  /// The tokens by definition: one after the other, no pages, no batches, no drafts.
  static List<Integer> expected(GenerationRequest request, int... prompt) {
    Distribution distribution = new Distribution(HashBackend.VOCABULARY);
    List<LogitProcessor> processors = processors(request, prompt);
    Sampling sampling = request.sampling();
    int[] tokens = prompt;
    List<Integer> generated = new ArrayList<>();
    while (generated.size() < request.maxTokens()) {
      MemorySegment row = MemorySegment.ofArray(HashBackend.logitsAfter(tokens));
      distribution.fill(row, tokens, tokens.length, processors, sampling);
      int token =
          sampling.greedy()
              ? distribution.best()
              : distribution.draw(sampling.seed(), tokens.length);
      if (token == EOS && !request.ignoreEos()) {
        break;
      }
      generated.add(token);
      tokens = Arrays.copyOf(tokens, tokens.length + 1);
      tokens[tokens.length - 1] = token;
    }
    return generated;
  }

  static int[] randomTokens(SplittableRandom random, int least, int most) {
    return random.ints(random.nextInt(least, most + 1), 5, HashBackend.VOCABULARY).toArray();
  }

  static int[] join(int[] first, int... second) {
    int[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static List<LogitProcessor> processors(GenerationRequest request, int[] prompt) {
    return request.ngramWeight() == 0
        ? List.of()
        : List.of(
            new NgramInterpolation(
                LETTERS, HashBackend.VOCABULARY, prompt, prompt.length, request.ngramWeight()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
