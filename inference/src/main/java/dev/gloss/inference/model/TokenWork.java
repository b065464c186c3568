package dev.gloss.inference.model;

/// What one token of the main model makes a machine do, attention to other tokens left out.
///
/// @param weightBytes bytes of weights that it reads when it is written alone ([ActiveBytes])
/// @param layerOperations multiplications and additions in the layers: two for each weight
/// @param headOperations the same in the head, which only tokens that are followed by a new one
///   need
public record TokenWork(long weightBytes, long layerOperations, long headOperations) {

  /// The work of a model.
  public static TokenWork of(DecoderModel model) {
    long head = 2 * model.weights().lmHead().weight().elements();
    long all = 2 * ParameterCount.of(model).active();
    return new TokenWork(ActiveBytes.of(model), all - head, head);
  }

  /// Operations for a text of so many tokens that is read at once, and one new token.
  public long prefillOperations(int tokens) {
    return tokens * layerOperations + headOperations;
  }

  /// Operations of one token that is written.
  public long decodeOperations() {
    return layerOperations + headOperations;
  }
}
