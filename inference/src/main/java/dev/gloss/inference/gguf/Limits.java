package dev.gloss.inference.gguf;

/// Ten times and more of what the largest published model has; whatever is above is a broken file.
final class Limits {
  static final int VOCABULARY = 1 << 22;
  static final int HIDDEN = 1 << 17;
  static final int INTERMEDIATE = 1 << 20;
  static final int LAYERS = 1024;
  static final int NEXTN_LAYERS = 16;
  static final int HEADS = 1024;
  static final int HEAD_DIM = 4096;
  static final int LORA_RANK = 1 << 16;
  static final int EXPERTS = 8192;
  static final int SHARED_EXPERTS = 64;
  static final int POSITIONS = 1 << 24;

  private Limits() {}
}
