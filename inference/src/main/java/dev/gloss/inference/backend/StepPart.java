package dev.gloss.inference.backend;

/// What the time of a step is spent on.
public enum StepPart {
  /// Looking up embeddings, norms of the residual stream, and adding to it.
  NORMS,
  /// Products of attention with its weights, those absorbed by heads left out, and what joins the
  /// input of a Multi-Token Prediction module.
  PROJECTIONS,
  /// Bringing queries into the space of cached latents, and the latents that were mixed into that
  /// of values (DeepSeek-V2, section 2.1.2).
  ABSORPTION,
  /// Rotating, norms of keys, queries and latents, writing to the cache, and attending to what is
  /// in it.
  ATTENTION,
  /// Choosing experts, and bringing each its rows.
  ROUTING,
  /// Products of the feed-forward part, by experts or without.
  FEED_FORWARD,
  /// Products with the head.
  LOGITS
}
