package dev.gloss.inference.model;

import dev.gloss.inference.tensor.Matrix;
import dev.gloss.inference.tensor.Tensor;
import java.util.List;

/// All weights of a model, views into memory that its [DecoderModel] owns.
///
/// @param embedTokens `[vocab_size, hidden_size]`
/// @param layers the main model's layers
/// @param norm `[hidden_size]`, after the last layer
/// @param lmHead `[vocab_size, hidden_size]`, the embedding itself where embeddings are tied
/// @param mtp Multi-Token Prediction modules, empty where the file has none
public record ModelWeights(
    Matrix embedTokens,
    List<LayerWeights> layers,
    Tensor norm,
    Matrix lmHead,
    List<MtpWeights> mtp) {

  /// Copies the lists.
  public ModelWeights {
    layers = List.copyOf(layers);
    mtp = List.copyOf(mtp);
  }
}
