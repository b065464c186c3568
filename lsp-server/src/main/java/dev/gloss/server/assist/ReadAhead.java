package dev.gloss.server.assist;

import dev.gloss.inference.FinishReason;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.Priority;
import dev.gloss.inference.Prompt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets a model read the whole prompt of a place once somebody rests there, less urgent than
/// everything else, so that the next completion has all of it. A later place takes the turn of an
/// earlier one.
///
/// Safe for use by many threads.
final class ReadAhead {
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
    private final Prompt prompt;
    private @Nullable Generation generation;
    private boolean stopped;

    Reading(Prompt prompt) {
      this.prompt = prompt;
    }

    synchronized void stop() {
      stopped = true;
      if (generation != null) {
        generation.cancel();
      }
    }

    /// Begins, unless it was stopped or the model is another now.
    private synchronized void begin(CompletionModel model) {
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
                    GenerationRequest.of(prompt, 1).withPriority(Priority.BACKGROUND), event -> {});
        generation = started;
        started.completion().whenComplete((last, failure) -> end(loan, last));
      } catch (IllegalArgumentException | IllegalStateException e) {
        loan.close(); // Whoever asks next learns of it.
      } catch (RuntimeException | Error e) {
        loan.close();
        throw e;
      }
    }

    private void end(Serving.Loan<CompletionModel> loan, @Nullable GenerationEvent last) {
      try (loan) {
        if (last instanceof GenerationEvent.Finished finished
            && finished.reason() != FinishReason.CANCELLED) {
          loan.model().budget().read(prompt);
        }
      }
    }
  }

  /// A prompt that is to be read when somebody has rested for a little.
  ///
  /// @param model that has to be the one with the role still
  void begin(CompletionModel model, Prompt prompt) {
    Reading next = new Reading(prompt);
    Reading before;
    synchronized (this) {
      before = reading;
      reading = next;
    }
    if (before != null) {
      before.stop();
    }
    CompletableFuture.delayedExecutor(REST.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> next.begin(model));
  }

  /// Nothing is to be read any more.
  synchronized void stop() {
    if (reading != null) {
      reading.stop();
      reading = null;
    }
  }
}
