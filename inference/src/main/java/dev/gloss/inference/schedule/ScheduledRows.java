package dev.gloss.inference.schedule;

import dev.gloss.inference.backend.Slice;
import dev.gloss.inference.cache.PageTable;

/// The rows of one sequence in the next step.
///
/// @param sequence whose rows
/// @param table its pages
/// @param start position of the first row
/// @param count number of rows, the draft's included
/// @param drafted how many drafted tokens the last rows read
/// @param reachesEnd whether the rows reach the last known token, so that a token can be generated
record ScheduledRows(
    Sequence sequence, PageTable table, int start, int count, int drafted, boolean reachesEnd) {

  /// Rows whose logits are wanted: that of the last known token and those of the draft.
  int logitRows() {
    return reachesEnd ? 1 + drafted : 0;
  }

  /// Whether they read nothing but the last token and a draft.
  boolean isWriting() {
    return reachesEnd && count == 1 + drafted;
  }

  /// The rows as the backend wants them.
  Slice slice() {
    return new Slice(sequence.tokens(), start, count, table.pages(), logitRows());
  }
}
