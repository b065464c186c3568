package dev.gloss.inference.checkpoint;

/// The largest values that a configuration may have: ten times and more of what the largest
/// published model has. Whatever is above is a broken file.
final class ConfigLimits {
  static final int MAX_VOCABULARY = 1 << 22;
  static final int MAX_HIDDEN = 1 << 17;
  static final int MAX_INTERMEDIATE = 1 << 20;
  static final int MAX_LAYERS = 1024;
  static final int MAX_MTP_LAYERS = 16;
  static final int MAX_HEADS = 1024;
  static final int MAX_HEAD_DIM = 4096;
  static final int MAX_LORA_RANK = 1 << 16;
  static final int MAX_EXPERTS = 8192;
  static final int MAX_SHARED_EXPERTS = 64;
  static final int MAX_POSITIONS = 1 << 24;

  private ConfigLimits() {}
}
