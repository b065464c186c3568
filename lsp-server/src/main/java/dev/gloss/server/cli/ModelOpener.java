package dev.gloss.server.cli;

import java.nio.file.Path;

/// Opens models.
interface ModelOpener {

  /// What a model takes at least, with the shortest context that is of use.
  ///
  /// @throws dev.gloss.inference.ModelException if it cannot be used
  long leastBytes(Path model);

  /// Opens a model and makes it ready to run, which takes a while.
  ///
  /// @param memoryBytes what it may take
  /// @throws dev.gloss.inference.ModelException if it cannot be used or does not fit
  OpenModel open(Path model, long memoryBytes);
}
