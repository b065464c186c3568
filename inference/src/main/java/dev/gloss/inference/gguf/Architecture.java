package dev.gloss.inference.gguf;

import dev.gloss.inference.model.DecoderConfig;

/// How the files of one architecture, or of several that differ little, say what their model is.
interface Architecture {

  /// Reads the hyper-parameters.
  ///
  /// @param keys the file's keys
  /// @param tensors whose presence settles what no key says; taken are only those that hold
  ///   hyper-parameters
  /// @throws dev.gloss.inference.ModelException if a key is missing, mistyped or out of range, or
  ///   asks for something the engine has not
  DecoderConfig config(Keys keys, GgufTensors tensors);
}
