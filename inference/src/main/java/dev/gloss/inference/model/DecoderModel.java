package dev.gloss.inference.model;

/// An open model: its configuration and its weights, which stay valid until it is closed.
public interface DecoderModel extends AutoCloseable {

  /// The hyper-parameters.
  DecoderConfig config();

  /// The weights, views into memory that this model owns.
  ModelWeights weights();

  /// Gives the memory back; using a weight afterwards throws `IllegalStateException`.
  @Override
  void close();
}
