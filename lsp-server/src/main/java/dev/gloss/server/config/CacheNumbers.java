package dev.gloss.server.config;

/// How the engine's cache of keys and values stores numbers.
public enum CacheNumbers {
  /// As they are computed.
  F32,
  /// Half of that.
  F16,
  /// Half, of less precision and more range.
  BF16,
  /// A little more than a quarter.
  Q8_0
}
