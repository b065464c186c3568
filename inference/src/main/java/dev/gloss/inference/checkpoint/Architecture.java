package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.AttentionSpec;
import dev.gloss.inference.model.FeedForwardSpec;
import dev.gloss.inference.model.RopeSpec;

/// What an architecture says in its `config.json` beside that which all say. The known ones are
/// listed by [Architectures].
///
/// Every method throws a [dev.gloss.inference.ModelException] that names the field, if one has a
/// value with which the published code computes something else than this engine does.
interface Architecture {

  /// Its name in `architectures`.
  String name();

  /// Its `model_type`.
  String modelType();

  /// The attention of every layer.
  AttentionSpec attention(JsonFields fields);

  /// The feed-forward parts.
  FeedForwardSpec feedForward(JsonFields fields);

  /// The rotation of positions.
  RopeSpec rope(JsonFields fields);

  /// Multi-Token Prediction modules that the configuration declares.
  default int numNextnPredictLayers(JsonFields fields) {
    return 0;
  }

  /// `rms_norm_eps` where the configuration does not say.
  default double rmsNormEps() {
    return 1e-6;
  }
}
