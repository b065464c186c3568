package dev.gloss.inference.convert;

import dev.gloss.inference.model.RopeSpec.Pairing;

/// The order of rows within a head of a query or key projection, which follows from how RoPE pairs
/// channels: GGUF files of `llama` have pairs side by side, Hugging Face's checkpoints have halves.
/// Moving rows changes no number.
final class HeadOrder {

  private HeadOrder() {}

  /// The rows of a projection, or of its bias as rows of one number, in another pairing.
  ///
  /// @param rows `heads * headDim` of them
  static Rows change(Rows rows, int headDim, Pairing from, Pairing to) {
    if (from == to) {
      return rows;
    }
    int half = headDim / 2;
    return rows.reordered(
        rows.count(),
        row -> {
          long head = row / headDim;
          int channel = (int) (row % headDim);
          int old =
              to == Pairing.ADJACENT
                  ? channel % 2 * half + channel / 2
                  : channel % half * 2 + channel / half;
          return head * headDim + old;
        });
  }
}
