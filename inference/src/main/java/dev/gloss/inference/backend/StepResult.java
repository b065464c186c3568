package dev.gloss.inference.backend;

import java.lang.foreign.MemorySegment;

/// What a step left behind; valid until the backend's next call.
public interface StepResult {

  /// The logits of one row.
  ///
  /// @param slice index of the slice in the batch
  /// @param row `0..logitRows - 1`; the last row belongs to the slice's last token
  /// @return `[vocab_size]` f32
  MemorySegment logits(int slice, int row);
}
