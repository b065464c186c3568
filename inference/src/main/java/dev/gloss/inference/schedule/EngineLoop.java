package dev.gloss.inference.schedule;

import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Interjection;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Tokenizer;
import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.cache.PageCache;
import dev.gloss.inference.decode.LogitProcessor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one thread that runs the model: takes in requests, plans a step, runs it, and so on for as
/// long as there is something to do.
///
/// Others talk to it by messages; it shares no lock with them while it works. No exception of a
/// request ends it.
public final class EngineLoop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EngineLoop.class.getName());
  private static final int[] NO_TOKENS = {};

  private final Backend backend;
  private final Tokenizer tokenizer;
  private final Limits limits;
  private final PageCache cache;
  private final Scheduler scheduler;
  private final Drafting drafting;
  private final StepRunner steps;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger arriving = new AtomicInteger();
  private final Object gate = new Object();
  private final Runnable atEnd;
  private final Thread thread;
  private long arrivals;
  private volatile Priority arrived =
      Priority.BACKGROUND; // the most urgent since the inbox was read
  private boolean closing;
  private volatile boolean stop;
  private volatile EngineLoad load;

  /// Starts the thread, which alone uses the backends from now on.
  ///
  /// @param model what the backend runs
  /// @param draftModel drafts for it, null for no such model
  /// @param endTokens those that end what the model writes
  /// @param atEnd run by the thread as its last deed, when nobody uses the backend any more
  public EngineLoop(
      Backend backend,
      ModelInfo model,
      @Nullable DraftModel draftModel,
      Tokenizer tokenizer,
      Set<Integer> endTokens,
      Limits limits,
      Runnable atEnd) {
    this(backend, model, draftModel, tokenizer, endTokens, limits, atEnd, new DraftGain());
  }

  /// @param gain says which drafts pay
  EngineLoop(
      Backend backend,
      ModelInfo model,
      @Nullable DraftModel draftModel,
      Tokenizer tokenizer,
      Set<Integer> endTokens,
      Limits limits,
      Runnable atEnd,
      DraftGain gain) {
    this.backend = backend;
    this.tokenizer = tokenizer;
    this.limits = limits;
    this.atEnd = atEnd;
    cache = new PageCache(backend.pages(), backend.pageTokens(), backend::copyPage);
    drafting = new Drafting(gain);
    boolean hasModule = model.mtpLayers() > 0;
    scheduler =
        new Scheduler(
            cache, limits, backend.maxBatchRows(), hasModule ? gain : null, drafting::left);
    NextToken next = new NextToken(model.vocabularySize());
    if (hasModule) {
      drafting.add(new MtpDrafter(backend, next, gain, scheduler::fail));
    }
    drafting.add(new NgramDrafter(gain));
    if (draftModel != null) {
      drafting.add(new ModelDrafter(draftModel, model.vocabularySize(), gain));
    }
    steps =
        new StepRunner(
            backend, endTokens, cache, scheduler, drafting, next, gain.cost(), new Arriving());
    load = measure();
    thread = Thread.ofPlatform().name("gloss-engine").daemon().start(this::loop);
  }

  /// Queues a request.
  ///
  /// @param request what to generate; its prompt is not looked at
  /// @param prompt the prompt's tokens, at least one
  /// @param processors of this request alone
  /// @param listener gets every event on the loop's thread
  /// @throws IllegalArgumentException if the prompt, or the request's interjection, is empty
  /// @throws IllegalStateException if the loop is closed
  public Generation submit(
      GenerationRequest request,
      int[] prompt,
      List<LogitProcessor> processors,
      Consumer<GenerationEvent> listener) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt has no tokens");
    }
    Interjection interjection = request.interjection();
    int[] interjected = interjection == null ? NO_TOKENS : tokenizer.encode(interjection.text());
    if (interjection != null && interjected.length == 0) {
      throw new IllegalArgumentException("the interjection has no tokens");
    }
    SequenceReport report = new SequenceReport(tokenizer, listener);
    Sequence sequence;
    synchronized (gate) {
      sequence =
          new Sequence(
              request, arrivals++, prompt, interjected, limits.context(), processors, report);
      arriving.incrementAndGet();
      if (request.priority().compareTo(arrived) < 0) {
        arrived = request.priority();
      }
      send(() -> takeIn(sequence));
    }
    return new Submitted(sequence);
  }

  /// Runs something between two steps, with the model for itself.
  ///
  /// @param task gets the backend and the cache, and must give back what pages it takes
  /// @throws IllegalStateException if the loop is closed
  public <T> CompletableFuture<T> between(BiFunction<Backend, PageCache, T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    send(
        () -> {
          try {
            result.complete(task.apply(backend, cache));
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /// Runs something between two steps and waits for it, see [#between].
  ///
  /// @throws IllegalStateException if the loop is closed, or if the loop's own thread calls: it
  ///   would wait for itself
  /// @throws RuntimeException what the task threw
  public <T> T await(BiFunction<Backend, PageCache, T> task) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          "a listener of a request cannot wait for the engine, which waits for the listener");
    }
    try {
      return between(task).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }

  /// What the loop is doing.
  public EngineLoad load() {
    EngineLoad now = load;
    return new EngineLoad(
        now.running(),
        now.waiting() + arriving.get(),
        now.cachedTokens(),
        now.cacheCapacityTokens(),
        now.cacheBytesPerToken(),
        now.readTokensPerSecond());
  }

  /// Cancels everything, and waits until the thread has ended, unless it is that thread that calls.
  @Override
  public void close() {
    synchronized (gate) {
      closing = true;
    }
    stop = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() != thread) {
      join();
    }
  }

  private void send(Runnable message) {
    synchronized (gate) {
      if (closing) {
        throw new IllegalStateException("the engine is closed");
      }
      inbox.add(message);
    }
    LockSupport.unpark(thread);
  }

  private void loop() {
    while (!stop) {
      try {
        if (!turn()) {
          LockSupport.park(this);
        }
      } catch (RuntimeException | Error e) {
        // A fault of the loop's own: whoever is in it learns of it, and the loop goes on.
        LOG.log(Level.ERROR, "the engine loop failed", e);
        scheduler.failAll("the engine failed: " + e);
      }
    }
    try {
      readInbox();
      scheduler.cancelAll();
      load = measure();
    } finally {
      drafting.close();
      atEnd.run();
    }
  }

  /// Takes in messages and runs a step; false if there was nothing to do.
  private boolean turn() {
    readInbox();
    scheduler.dropCancelled();
    List<ScheduledRows> batch = scheduler.plan();
    load = measure();
    if (batch.isEmpty()) {
      return scheduler.running() > 0 || !inbox.isEmpty();
    }
    steps.run(batch);
    load = measure();
    return true;
  }

  private void readInbox() {
    synchronized (gate) {
      arrived = Priority.BACKGROUND;
    }
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      message.run();
    }
  }

  private void takeIn(Sequence sequence) {
    arriving.decrementAndGet();
    if (sequence.room() < 1) {
      scheduler.refuse(
          sequence,
          "the prompt has %d tokens, which leaves no room for an answer in a context of %d"
              .formatted(sequence.promptLength(), limits.context()));
    } else {
      scheduler.add(sequence);
    }
  }

  private EngineLoad measure() {
    int held = cache.capacityTokens() - cache.freePages() * backend.pageTokens();
    return new EngineLoad(
        scheduler.running(),
        scheduler.waiting(),
        held,
        cache.capacityTokens(),
        backend.cacheBytesPerToken(),
        scheduler.rowsPerSecond());
  }

  private void join() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        // The backend must not be closed under the thread, so that there is no leaving early.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the thread does not know yet while it runs a step.
  private final class Arriving implements StepRunner.Arrivals {

    @Override
    public boolean areOver() {
      return stop;
    }

    @Override
    public boolean overtake(Priority running) {
      return arrived.compareTo(running) < 0;
    }
  }

  /// A request that was handed to the loop.
  private final class Submitted implements Generation {
    private final Sequence sequence;

    Submitted(Sequence sequence) {
      this.sequence = sequence;
    }

    @Override
    public void cancel() {
      sequence.cancel();
      LockSupport.unpark(thread);
    }

    @Override
    public CompletableFuture<GenerationEvent> completion() {
      return sequence.report().completion();
    }
  }
}
