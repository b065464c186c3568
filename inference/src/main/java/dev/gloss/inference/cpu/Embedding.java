package dev.gloss.inference.cpu;

import dev.gloss.inference.tensor.Decoder;
import dev.gloss.inference.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Looks up the vectors of tokens, decoding single rows of the checkpoint.
final class Embedding {
  private final Matrix weight;
  private final float[] row;

  Embedding(Matrix weight) {
    this.weight = weight;
    this.row = new float[weight.inFeatures()];
  }

  /// Writes a token's vector to a row.
  void lookUp(int tokenId, Rows to, int toRow) {
    Decoder.row(weight, tokenId, row);
    MemorySegment.copy(row, 0, to.segment(), ValueLayout.JAVA_FLOAT, to.offset(toRow), row.length);
  }
}
