package dev.gloss.inference.backend;

import dev.gloss.inference.model.DecoderModel;
import java.util.Optional;

/// Opens backends of one kind: whether there can be one here, what it takes, and the thing itself.
///
/// Safe for use by many threads.
public interface BackendFactory {

  /// What its backends call themselves, see [Backend#name()].
  String name();

  /// Why there can be no such backend on this machine: one line for a person. Empty if there can.
  Optional<String> obstacle();

  /// Begins, in a thread of its own, what opening takes whatever the model is; never has to be
  /// called.
  default void prepare() {}

  /// Bytes that are free now where its backends keep weights and cache.
  long freeBytes();

  /// What a model would take. Reads no weights.
  MemoryNeed need(DecoderModel model);

  /// Makes a model ready to run, which takes a while.
  ///
  /// @param model stays open at least as long as the backend
  /// @param cacheTokens positions of all sequences together that can be kept; memory is taken for
  ///   those that are
  /// @throws IllegalStateException if there can be no such backend here
  Backend open(DecoderModel model, long cacheTokens);
}
