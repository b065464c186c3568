package dev.gloss.inference.model;

/// An open model: its configuration and its weights, which stay valid until it is closed.
public interface DecoderModel extends AutoCloseable {

  /// The hyper-parameters.
  DecoderConfig config();

  /// The weights, views into memory that this model owns.
  ModelWeights weights();

  /// Checks that the files which the weights are mapped from are what they were.
  ///
  /// @throws dev.gloss.inference.ModelException if one was changed; the message names it
  default void requireUnchanged() {}

  /// Gives the memory back; using a weight afterwards throws `IllegalStateException`.
  @Override
  void close();
}
