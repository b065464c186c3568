package dev.gloss.prompts.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Tells the chance that a person would keep a text, which means that its first line stands there
/// in full in the end: a logistic regression over its features, fitted by `docs/measure/gate.py` to
/// texts that a model wrote where the file's author had written something.
///
/// `p = 1 / (1 + exp(-(scale * z + offset)))` with `z = bias + sum of weight * value`. Outside of
/// the range that was seen when it was fitted, a value counts as the nearest one within.
///
/// Immutable; safe for use by several threads.
public final class Gate {
  private static final String FOLDER = "gates/";
  private static final String DEFAULT = "default";

  /// How the names of models begin to which weights were fitted, in small letters.
  private static final List<String> FITTED = List.of("gloss-nano", "qwen2.5-coder-0.5b");

  private final double bias;
  private final List<Weight> weights;
  private final double scale;
  private final double offset;

  /// The weight of a feature.
  ///
  /// @param feature which one
  /// @param weight what a unit of it is worth, in log-odds
  /// @param mean its usual value
  /// @param least the smallest value that counts
  /// @param most the largest
  private record Weight(Feature feature, double weight, double mean, double least, double most) {

    double worth(Features features) {
      return weight * Math.clamp(features.value(feature), least, most);
    }

    double against(Features features) {
      return weight * mean - worth(features);
    }
  }

  private Gate(double bias, List<Weight> weights, double scale, double offset) {
    this.bias = bias;
    this.weights = List.copyOf(weights);
    this.scale = scale;
    this.offset = offset;
  }

  /// The gate that was fitted to a model, or else the careful one for all others.
  ///
  /// @param model its name, in whatever spelling its files have it
  public static Gate of(String model) {
    String name = model.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum}.]+", "-") + "-";
    String file =
        FITTED.stream().filter(fitted -> name.startsWith(fitted + "-")).findFirst().orElse(DEFAULT);
    try (InputStream in = Gate.class.getResourceAsStream(FOLDER + file + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the resource " + FOLDER + file + ".json is missing");
      }
      return read(new JsonMapper().readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException("the weights of the gate cannot be read", e);
    }
  }

  private static Gate read(JsonNode json) {
    List<Weight> weights = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      JsonNode node = json.required("weights").path(feature.label());
      if (node.isObject()) {
        weights.add(
            new Weight(
                feature,
                node.required("weight").doubleValue(),
                node.required("mean").doubleValue(),
                node.required("least").doubleValue(),
                node.required("most").doubleValue()));
      }
    }
    return new Gate(json.required("bias").doubleValue(), weights, 1, 0);
  }

  /// The same for a model on whose own texts the result was found to be `scale` times as sure and
  /// shifted by `offset`, in log-odds.
  public Gate calibrated(double scale, double offset) {
    return new Gate(bias, weights, scale, offset);
  }

  /// The log-odds before they are scaled and shifted.
  public double logOdds(Features features) {
    return bias + weights.stream().mapToDouble(weight -> weight.worth(features)).sum();
  }

  /// The chance, in `(0, 1)`.
  ///
  /// @param shift what else is known, added to the log-odds
  public double chance(Features features, double shift) {
    return 1 / (1 + Math.exp(-(scale * logOdds(features) + offset + shift)));
  }

  /// What counts most against a text, compared with the usual one.
  public Feature doubt(Features features) {
    return weights.stream()
        .max(Comparator.comparingDouble(weight -> weight.against(features)))
        .map(Weight::feature)
        .orElse(Feature.JOINT);
  }
}
