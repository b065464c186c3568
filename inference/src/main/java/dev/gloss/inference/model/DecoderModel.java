package dev.gloss.inference.model;

import java.util.List;

/// An open model: its configuration and its weights, which stay valid until it is closed.
public interface DecoderModel extends AutoCloseable {

  /// The hyper-parameters.
  DecoderConfig config();

  /// The weights, views into memory that this model owns.
  ModelWeights weights();

  /// The files that the weights are mapped from, as they were when they were opened; none where the
  /// weights lie in memory alone.
  default List<FileStamp> stamps() {
    return List.of();
  }

  /// Checks that the files which the weights are mapped from are what they were.
  ///
  /// @throws dev.gloss.inference.ModelException if one was changed; the message names it
  default void requireUnchanged() {
    stamps().forEach(FileStamp::requireUnchanged);
  }

  /// Gives the memory back; using a weight afterwards throws `IllegalStateException`.
  @Override
  void close();
}
