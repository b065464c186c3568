package dev.gloss.inference.cpu;

/// The attention of one layer. A row first writes its own cache entry; what it attends to is
/// decided by its position alone, so that the rows of a step may be computed in any order.
sealed interface Attention permits MlaAttention, GroupedQueryAttention {

  /// `normed [rows, hidden_size] → out [rows, hidden_size]`; writes the rows' cache entries.
  void run(StepRows stepRows, Rows normed, Rows out);
}
