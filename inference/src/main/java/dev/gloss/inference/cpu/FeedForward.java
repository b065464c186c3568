package dev.gloss.inference.cpu;

/// The part of a decoder layer behind the attention.
sealed interface FeedForward permits DenseFeedForward, MoeFeedForward {

  /// `normed [rows, hidden_size] → out [rows, hidden_size]`, for the first `count` rows.
  void run(int count, Rows normed, Rows out);
}
