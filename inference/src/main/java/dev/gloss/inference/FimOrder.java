package dev.gloss.inference;

/// In which order a model says that it was trained to read what stands around a hole (Bavarian et
/// al., 2022, "Efficient Training of Language Models to Fill in the Middle", section 3).
public enum FimOrder {
  /// Prefix, suffix, middle: DeepSeek's own order.
  PSM,
  /// Suffix, prefix, middle: what is written goes on right behind the prefix, which a very small
  /// model learns much sooner, and typing leaves the cached suffix as it is.
  SPM
}
