package dev.gloss.inference.schedule;

import dev.gloss.inference.Speculation;
import java.util.List;

/// Guesses the tokens behind the known ones of sequences, for the main model to verify in one pass.
///
/// A guess costs time and never changes a token. Drafters learn how often they are right from what
/// sequences become, whether their guesses were used or not.
///
/// Called by the engine loop's thread.
interface Drafter {

  /// By whose leave it drafts.
  Speculation.Method method();

  /// Reads what a step settled and offers drafts, by [Settled#offer], where [Settled#most] allows
  /// some. Called after every step.
  void draft(List<Settled> settled);

  /// A sequence is over, or gives up its pages and may come again.
  default void left(Sequence sequence) {}

  /// Frees what it holds; not used any more.
  default void close() {}
}
