package dev.gloss.inference.cpu;

/// Sees what each layer made of a step's rows; for tests.
interface StepObserver {

  /// Called after each layer of the main model.
  ///
  /// @param attentionOutput before it was added
  /// @param hidden the residual stream
  void layerDone(int layer, Rows attentionOutput, Rows hidden, FeedForward feedForward);
}
