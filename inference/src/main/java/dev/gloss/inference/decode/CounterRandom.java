package dev.gloss.inference.decode;

/// Random numbers without state: a number depends on the seed, the position in the sequence and the
/// token, and on nothing else.
///
/// So the same request draws the same tokens whatever else the engine does, however often a
/// position is computed, and whether or not it was drafted. The mixing is that of SplitMix64
/// (Steele, Lea and Flood, 2014).
final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private CounterRandom() {}

  /// The state all tokens of one position start from.
  static long position(long seed, long position) {
    return mix(mix(seed + GOLDEN_GAMMA) + GOLDEN_GAMMA * (position + 1));
  }

  /// A number in `(0, 1)`, both ends excluded.
  ///
  /// @param state of the position, from [#position(long, long)]
  static double uniform(long state, int token) {
    long bits = mix(state + GOLDEN_GAMMA * (token + 1L));
    return ((bits >>> 11) + 0.5) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
