package dev.gloss.prompts.gate;

import java.util.EnumMap;
import java.util.Map;

/// The values of all features of one text. Immutable.
public final class Features {
  private final double[] values;

  Features(double[] values) {
    this.values = values;
  }

  /// One of them.
  public double value(Feature feature) {
    return values[feature.ordinal()];
  }

  /// All of them, in order.
  public Map<Feature, Double> values() {
    Map<Feature, Double> map = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      map.put(feature, value(feature));
    }
    return map;
  }
}
