package dev.gloss.inference.engine;

import dev.gloss.inference.ChatTemplateSource;
import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import dev.gloss.inference.Speculation;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.backend.StepPart;
import dev.gloss.inference.decode.LineStart;
import dev.gloss.inference.decode.LogitProcessor;
import dev.gloss.inference.decode.NgramInterpolation;
import dev.gloss.inference.decode.NoRepeatNgram;
import dev.gloss.inference.decode.Opening;
import dev.gloss.inference.decode.TokenBytes;
import dev.gloss.inference.model.DecoderModel;
import dev.gloss.inference.model.TokenWork;
import dev.gloss.inference.schedule.DraftModel;
import dev.gloss.inference.schedule.EngineLoop;
import dev.gloss.inference.schedule.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs a model in this process.
///
/// Safe for use by many threads.
public final class LocalEngine implements Engine {
  private static final int WARM_UP_PROMPT = 96;
  private static final int WARM_UP_TOKENS = 48;

  private static final Pattern BLANK_LINE = Pattern.compile("[ \\t]*[\\r\\n]");
  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private final EngineParts parts;
  private final ModelInfo model;
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;
  private volatile @Nullable TokenBytes tokenBytes;
  private volatile @Nullable BitSet lineEnds;
  private volatile @Nullable BitSet blanks;
  private final Backend backend;
  private final EngineLoop loop;

  /// @param draftModel drafts for the backend's, null for none
  /// @param atEnd frees what the backends rest on, after the backends themselves
  LocalEngine(Backend backend, EngineParts parts, @Nullable DraftModel draftModel, Runnable atEnd) {
    this.backend = backend;
    this.parts = parts;
    this.model = parts.model();
    this.tokenizer = parts.tokenizer();
    this.endTokens = withControlTokens(parts.endTokens(), tokenizer);
    loop =
        new EngineLoop(
            backend,
            model,
            draftModel,
            tokenizer,
            endTokens,
            Limits.of(backend, model.contextLength()),
            () -> {
              backend.close();
              atEnd.run();
            });
  }

  /// Control tokens are never text: whichever the model writes, its text is over.
  private static Set<Integer> withControlTokens(Set<Integer> endTokens, Tokenizer tokenizer) {
    Set<Integer> all = new HashSet<>(endTokens);
    IntStream.range(0, tokenizer.vocabularySize()).filter(tokenizer::isControl).forEach(all::add);
    return Set.copyOf(all);
  }

  /// Opens a model and makes it ready to run, which takes a while: its weights are read and laid
  /// out for the backend.
  ///
  /// @param path a `.gguf` file, the first part of a split, or a folder in Hugging Face layout;
  ///   without tokenizer only token ids can be used
  /// @throws dev.gloss.inference.ModelException if it cannot be used, or does not fit into memory,
  ///   and so for the model that is to draft; nothing stays open then
  /// @throws IllegalStateException if the backend that was chosen cannot run on this machine
  public static LocalEngine open(Path path, EngineOptions options) {
    return EngineOpener.open(path, options);
  }

  /// How a model would be fitted into memory now.
  ///
  /// @param path as for [#open]
  /// @throws dev.gloss.inference.ModelException if it cannot be used, or does not fit
  /// @throws IllegalStateException if the backend that was chosen cannot run on this machine
  public static MemoryPlan plan(Path path, EngineOptions options) {
    BackendFactory factory = Backends.chosen(options);
    factory.prepare();
    try (OpenedModel opened = ModelFiles.open(path)) {
      return plan(ModelCard.of(opened, factory.name()), opened.model(), factory, options);
    }
  }

  /// What a model would take, whether it fits or not.
  ///
  /// @param path as for [#open]
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  /// @throws IllegalStateException if the backend that was chosen cannot run on this machine
  public static MemoryNeed need(Path path, EngineOptions options) {
    BackendFactory factory = Backends.chosen(options);
    factory.prepare();
    try (OpenedModel opened = ModelFiles.open(path)) {
      return factory.need(opened.model());
    }
  }

  static MemoryPlan plan(
      ModelInfo info, DecoderModel model, BackendFactory factory, EngineOptions options) {
    return MemoryPlan.of(
        info.name(), info.contextLength(), factory.need(model), options, factory.freeBytes());
  }

  @Override
  public ModelInfo model() {
    return model;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public @Nullable ChatTemplateSource chatTemplate() {
    return parts.chatTemplate();
  }

  /// What one token makes the backend do; bytes are counted as the file stores them.
  public TokenWork work() {
    return parts.work();
  }

  /// What the engine takes of the backend's memory.
  public MemoryPlan memory() {
    return parts.memory();
  }

  /// How long has been spent on each part of steps so far; empty if the backend does not know.
  public Map<StepPart, Duration> times() {
    return backend.times();
  }

  @Override
  public EngineLoad load() {
    return loop.load();
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalArgumentException also if a token id is none of the model's
  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    int[] prompt = tokenizer.encode(request.prompt());
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt has no tokens, expected at least one");
    }
    checkIds(prompt);
    Interjection interjection = request.interjection();
    if (interjection != null) {
      checkIds(tokenizer.encode(interjection.text()));
    }
    return loop.submit(request, prompt, processors(request, prompt), listener);
  }

  private List<LogitProcessor> processors(GenerationRequest request, int[] prompt) {
    List<LogitProcessor> processors = new ArrayList<>();
    if (request.ngramWeight() > 0) {
      processors.add(ngrams(request, prompt));
    }
    byte[] opening = request.opening().getBytes(StandardCharsets.UTF_8);
    boolean startsInLine = request.startsInLine();
    if (opening.length > 0) {
      processors.add(new Opening(prompt.length, opening, tokenBytes(), startsInLine));
    }
    if (startsInLine) {
      processors.add(
          new LineStart(prompt.length, opening.length, tokenBytes(), lineEnds(), blanks()));
    }
    if (request.noRepeatNgramSize() > 0) {
      processors.add(new NoRepeatNgram(prompt.length, request.noRepeatNgramSize()));
    }
    return processors;
  }

  private NgramInterpolation ngrams(GenerationRequest request, int[] prompt) {
    List<Prompt.Part> parts = request.prompt().parts();
    int part = request.prompt().continued();
    // Parts are cut into tokens one by one.
    int end =
        part >= parts.size() - 1
            ? prompt.length
            : tokenizer.encode(new Prompt(parts.subList(0, part + 1))).length;
    return new NgramInterpolation(
        tokenizer, model.vocabularySize(), prompt, end, request.ngramWeight());
  }

  /// The vocabulary in the order of its bytes.
  TokenBytes tokenBytes() {
    TokenBytes known = tokenBytes;
    if (known == null) {
      known = new TokenBytes(tokenizer, model.vocabularySize());
      tokenBytes = known;
    }
    return known;
  }

  /// Ids that end the text, or whose text begins a new line.
  BitSet lineEnds() {
    BitSet known = lineEnds;
    if (known == null) {
      known = textIds(id -> BLANK_LINE.matcher(tokenizer.decode(id)).lookingAt());
      endTokens.forEach(known::set);
      lineEnds = known;
    }
    return known;
  }

  /// Ids of blanks within a line.
  BitSet blanks() {
    BitSet known = blanks;
    if (known == null) {
      known = textIds(id -> BLANKS.matcher(tokenizer.decode(id)).matches());
      blanks = known;
    }
    return known;
  }

  private BitSet textIds(IntPredicate which) {
    return IntStream.range(0, Math.min(tokenizer.vocabularySize(), model.vocabularySize()))
        .filter(id -> !tokenizer.isSpecial(id) && which.test(id))
        .collect(BitSet::new, BitSet::set, BitSet::or);
  }

  /// Waits until the backend is warm and generates a few tokens for nobody, less urgent than
  /// everything else, so that the virtual machine compiles what every request will need. Nothing is
  /// drafted: whether that pays is to be learnt from real text.
  ///
  /// @return completes when done; cancelling it changes nothing
  public CompletableFuture<GenerationEvent> warmUp() {
    return backend.warm().thenCompose(_ -> writeForNobody());
  }

  /// Completes when the backend does nothing beside steps any more; see [Backend#settled()].
  public CompletableFuture<Void> settled() {
    return backend.settled();
  }

  private CompletableFuture<GenerationEvent> writeForNobody() {
    int length = Math.clamp(contextTokens() - WARM_UP_TOKENS, 1, WARM_UP_PROMPT);
    List<Integer> ids =
        IntStream.range(0, length).mapToObj(i -> i % model.vocabularySize()).toList();
    GenerationRequest request =
        GenerationRequest.of(Prompt.of(new Prompt.Ids(ids)), WARM_UP_TOKENS)
            .withIgnoreEos(true)
            .withSpeculation(Speculation.OFF)
            .withPriority(Priority.BACKGROUND);
    return generate(request, event -> {}).completion();
  }

  /// The logits after each of the tokens, or after the last one only, computed afresh.
  ///
  /// @param ids the tokens, from the first on
  /// @param all whether every position is wanted
  /// @return a row of `vocab_size` numbers for each position, or for the last
  /// @throws IllegalArgumentException if there are no tokens, more than the context holds, or one
  ///   is none of the model's
  /// @throws IllegalStateException if the engine is closed, or a request's listener asks
  public List<float[]> logits(int[] ids, boolean all) {
    checkProbe(ids);
    return probe(model -> model.logits(ids, all));
  }

  /// How surprising each token is after those before it: `-ln p`, computed afresh.
  ///
  /// @param ids the tokens, from the first on
  /// @return one number for each token but the first
  /// @throws IllegalArgumentException if there are no tokens, more than the context holds, or one
  ///   is none of the model's
  public double[] negativeLogLikelihoods(int[] ids) {
    return negativeLogLikelihoods(ids, 1);
  }

  /// The same for the last tokens alone.
  ///
  /// @param from the first of them, at least 1; all before it are read at once
  /// @return one number for each of them
  /// @throws IllegalArgumentException if there are no tokens, more than the context holds, one is
  ///   none of the model's, or `from` lies outside of `1..ids.length`
  public double[] negativeLogLikelihoods(int[] ids, int from) {
    checkProbe(ids);
    if (from < 1 || from > ids.length) {
      throw new IllegalArgumentException(
          "expected from in 1 to " + ids.length + ", the number of ids, got " + from);
    }
    if (from == ids.length) {
      return new double[0];
    }
    return probe(model -> model.negativeLogLikelihoods(ids, from));
  }

  /// The logits of the Multi-Token Prediction module at the last index, computed afresh: it is
  /// given the main model's hidden states and, at index `i`, the token `nextIds[i]`.
  ///
  /// @param ids the tokens the main model reads
  /// @param nextIds for each of them the token after it, so many as `ids`
  /// @return `vocab_size` numbers
  /// @throws IllegalArgumentException if the model has no such module, or the ids do not fit
  /// @throws IllegalStateException if the engine is closed, or a request's listener asks
  public float[] mtpLogits(int[] ids, int[] nextIds) {
    checkProbe(ids);
    checkIds(nextIds);
    if (model.mtpLayers() == 0) {
      throw new IllegalArgumentException(
          model.name() + " has no Multi-Token Prediction module, expected one");
    }
    if (nextIds.length != ids.length) {
      throw new IllegalArgumentException(
          "expected %d next ids, one for each id, got %d".formatted(ids.length, nextIds.length));
    }
    return probe(model -> model.mtpLogits(ids, nextIds));
  }

  @Override
  public void close() {
    loop.close();
  }

  private <T> T probe(Function<ModelProbe, T> look) {
    return loop.await((backend, cache) -> look.apply(new ModelProbe(backend, cache)));
  }

  private int contextTokens() {
    return Math.min(model.contextLength(), loop.load().cacheCapacityTokens());
  }

  private void checkProbe(int[] ids) {
    int most = contextTokens();
    if (ids.length < 1 || ids.length > most) {
      throw new IllegalArgumentException("expected 1 to " + most + " ids, got " + ids.length);
    }
    checkIds(ids);
  }

  private void checkIds(int[] ids) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= model.vocabularySize()) {
        throw new IllegalArgumentException(
            "token id %d at index %d is out of range, the model has ids 0 to %d"
                .formatted(ids[i], i, model.vocabularySize() - 1));
      }
    }
  }
}
