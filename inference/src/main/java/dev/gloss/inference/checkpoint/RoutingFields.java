package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import java.util.List;

/// The fields of `config.json` that say how experts are chosen. Exports of newer `transformers`
/// leave out those that the model's type decides.
///
/// @param byDefault the scores of a model that does not say; sigmoid is DeepSeek-V3's routing,
///   softmax V2's
/// @param scalingByDefault `routed_scaling_factor` of a model that does not say
record RoutingFields(Scoring byDefault, double scalingByDefault) {

  private static final double MAX_SCALING_FACTOR = 1e4;

  /// Reads and checks them.
  ///
  /// @param experts routed experts
  RoutingSpec read(JsonFields fields, int experts) {
    boolean isV3 = byDefault == Scoring.SIGMOID;
    Scoring scoring = scoring(fields, isV3);
    Method method = method(fields, scoring, isV3);
    boolean grouped = method != Method.GREEDY;
    int nGroup = grouped ? groups(fields, experts, method) : 1;
    int topkGroup = grouped ? fields.integer("topk_group", 1, nGroup) : 1;
    if (grouped) {
      int choosable = experts / nGroup * topkGroup;
      fields.integer("num_experts_per_tok", 1, choosable);
    }
    return new RoutingSpec(
        scoring,
        method,
        nGroup,
        topkGroup,
        normTopkProb(fields, scoring, isV3),
        (float)
            fields.numberOr("routed_scaling_factor", 1e-6, MAX_SCALING_FACTOR, scalingByDefault));
  }

  private static Scoring scoring(JsonFields fields, boolean isV3) {
    String name =
        fields.oneOf("scoring_func", List.of("softmax", "sigmoid"), isV3 ? "sigmoid" : "softmax");
    return name.equals("sigmoid") ? Scoring.SIGMOID : Scoring.SOFTMAX;
  }

  /// Sigmoid scores come with `noaux_tc`, softmax with the two others: no published code pairs them
  /// otherwise, so nothing would say what the result should be.
  private static Method method(JsonFields fields, Scoring scoring, boolean isV3) {
    List<String> known =
        scoring == Scoring.SIGMOID
            ? List.of("noaux_tc")
            : List.of("greedy", "group_limited_greedy");
    return switch (fields.oneOf("topk_method", known, isV3 ? "noaux_tc" : "greedy")) {
      case "greedy" -> Method.GREEDY;
      case "group_limited_greedy" -> Method.GROUP_LIMITED_GREEDY;
      default -> Method.NOAUX_TC;
    };
  }

  private static int groups(JsonFields fields, int experts, Method method) {
    int nGroup = fields.integer("n_group", 1, experts);
    if (experts % nGroup != 0) {
      throw fields.refuse("n_group", "a divisor of n_routed_experts (" + experts + ")");
    }
    if (method == Method.NOAUX_TC && nGroup > 1 && experts / nGroup < 2) {
      throw fields.refuse("n_group", "at least two of the " + experts + " experts in each group");
    }
    return nGroup;
  }

  /// The published codes disagree about normalised softmax weights: one leaves out the scaling
  /// factor then, another the normalisation.
  private static boolean normTopkProb(JsonFields fields, Scoring scoring, boolean isV3) {
    boolean norm = fields.flagOr("norm_topk_prob", isV3);
    if (norm && scoring == Scoring.SOFTMAX) {
      throw fields.refuse("norm_topk_prob", "false with softmax scores");
    }
    return norm;
  }
}
