package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.DraftSlice;
import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.backend.StepResult;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/// One sequence on a backend, for tests: its tokens, its pages and how far they are filled.
final class SequenceRunner {
  private final CpuBackend backend;
  private final int[] pages;
  private int[] tokens = {};
  private int filled;
  private int lastCount;

  /// @param firstPage its pages are this one and those behind it
  SequenceRunner(CpuBackend backend, int firstPage) {
    this.backend = backend;
    this.pages = new int[backend.pages() - firstPage];
    Arrays.setAll(pages, i -> firstPage + i);
  }

  /// Takes tokens to the end without running them.
  SequenceRunner add(int... ids) {
    int length = tokens.length;
    tokens = Arrays.copyOf(tokens, length + ids.length);
    System.arraycopy(ids, 0, tokens, length, ids.length);
    return this;
  }

  /// Runs the next `count` tokens in one step and gives the logits of all.
  float[][] step(int count) {
    StepResult result = backend.step(List.of(slice(count)));
    float[][] logits = new float[count][];
    for (int row = 0; row < count; row++) {
      logits[row] = floats(result, 0, row);
    }
    return logits;
  }

  /// The next `count` tokens as a slice with all logits; counts as run.
  Slice slice(int count) {
    Slice slice = new Slice(tokens, filled, count, pages, count);
    filled += count;
    lastCount = count;
    return slice;
  }

  /// Forgets all tokens from a position on.
  SequenceRunner rewind(int position) {
    filled = position;
    tokens = Arrays.copyOf(tokens, position);
    return this;
  }

  /// Runs all tokens not yet run, in steps of at most `chunk`, and gives the logits of all.
  float[][] finish(int chunk) {
    float[][] logits = new float[tokens.length - filled][];
    for (int done = 0; done < logits.length; ) {
      float[][] part = step(Math.min(chunk, logits.length - done));
      System.arraycopy(part, 0, logits, done, part.length);
      done += part.length;
    }
    return logits;
  }

  /// Runs the Multi-Token Prediction module over the rows of the last step and gives the logits of
  /// the last.
  float[] draft() {
    StepResult result = backend.draft(List.of(new DraftSlice(0, lastCount, tokens, pages, true)));
    return floats(result, 0, 0);
  }

  /// Number of tokens, run or not.
  int length() {
    return tokens.length;
  }

  /// Copies logits.
  static float[] floats(StepResult result, int slice, int row) {
    return result.logits(slice, row).toArray(ValueLayout.JAVA_FLOAT);
  }

  /// The token with the highest logit.
  static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
