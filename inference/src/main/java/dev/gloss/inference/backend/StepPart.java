package dev.gloss.inference.backend;

/// What the time of a step is spent on.
public enum StepPart {
  /// Looking up embeddings, norms, and adding to the residual stream.
  NORMS,
  /// Products of attention with its weights, those absorbed by heads left out.
  PROJECTIONS,
  /// Bringing queries into the space of cached latents, and the latents that were mixed into that
  /// of values (DeepSeek-V2, section 2.1.2).
  ABSORPTION,
  /// Rotating, writing to the cache, and attending to what is in it.
  ATTENTION,
  /// Choosing experts.
  ROUTING,
  /// Products of the feed-forward part, by experts or without.
  FEED_FORWARD,
  /// Products with the head.
  LOGITS
}
