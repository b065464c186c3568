package dev.gloss.server.assist;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets a model read the whole prompt of a place once somebody rests there, less urgent than
/// everything else, so that the next completion has all of it. A later place takes the turn of an
/// earlier one.
///
/// Safe for use by many threads.
final class ReadAhead {
  private static final System.Logger LOG = System.getLogger(ReadAhead.class.getName());

  /// Keys that come quicker are not worth an interruption.
  private static final Duration REST = Duration.ofMillis(250);

  private final Serving<CompletionModel> serving;
  private @Nullable Reading reading;

  /// @param serving the model that reads
  ReadAhead(Serving<CompletionModel> serving) {
    this.serving = serving;
  }

  /// One prompt that is to be read.
  private final class Reading {
    private final Supplier<Optional<Prompt>> wanted;
    private @Nullable Generation generation;
    private boolean stopped;

    Reading(Supplier<Optional<Prompt>> wanted) {
      this.wanted = wanted;
    }

    synchronized void stop() {
      stopped = true;
      if (generation != null) {
        generation.cancel();
      }
    }

    /// Begins, unless it was stopped or the model is another now.
    private void begin(CompletionModel model) {
      Serving.Loan<CompletionModel> loan = isStopped() ? null : serving.borrow().orElse(null);
      if (loan == null) {
        return;
      }
      // While it is lent, its engine is not closed.
      try (loan) {
        if (loan.model() == model) {
          wanted.get().ifPresent(prompt -> begin(model, prompt));
        }
      } catch (IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "nothing is read ahead", e);
      }
    }

    private synchronized boolean isStopped() {
      return stopped;
    }

    private synchronized void begin(CompletionModel model, Prompt prompt) {
      Serving.Loan<CompletionModel> loan = serving.borrow().orElse(null);
      if (loan == null) {
        return;
      }
      if (stopped || loan.model() != model) {
        loan.close();
        return;
      }
      try {
        Generation started =
            model
                .engine()
                .generate(
                    GenerationRequest.of(prompt, 1).withPriority(Priority.BACKGROUND),
                    event -> hear(event, model, prompt));
        generation = started;
        started.completion().whenComplete((last, failure) -> loan.close());
      } catch (IllegalArgumentException | IllegalStateException e) {
        loan.close(); // Whoever asks next learns of it.
      } catch (RuntimeException | Error e) {
        loan.close();
        throw e;
      }
    }

    private static void hear(GenerationEvent event, CompletionModel model, Prompt prompt) {
      if (event instanceof GenerationEvent.Finished finished
          && finished.reason() != FinishReason.CANCELLED) {
        model.budget().read(prompt);
      }
    }
  }

  /// A prompt that is to be read when somebody has rested for a little.
  ///
  /// @param model that has to be the one with the role still
  /// @param wanted says then what is to be read; may take some milliseconds
  void begin(CompletionModel model, Supplier<Optional<Prompt>> wanted) {
    Reading next = new Reading(wanted);
    Reading before;
    synchronized (this) {
      before = reading;
      reading = next;
    }
    if (before != null) {
      before.stop();
    }
    CompletableFuture.delayedExecutor(REST.toMillis(), TimeUnit.MILLISECONDS, ReadAhead::aside)
        .execute(() -> next.begin(model));
  }

  private static void aside(Runnable task) {
    Thread.ofPlatform().daemon().name("gloss-read-ahead").start(task);
  }

  /// Nothing is to be read any more.
  synchronized void stop() {
    if (reading != null) {
      reading.stop();
      reading = null;
    }
  }
}
