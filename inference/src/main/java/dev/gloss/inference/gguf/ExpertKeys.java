package dev.gloss.inference.gguf;

import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import org.jspecify.annotations.Nullable;

/// The keys of layers with experts.
final class ExpertKeys {
  private static final String GATING = "expert_gating_func";
  private static final int SOFTMAX = 1;
  private static final int SIGMOID = 2;

  private ExpertKeys() {}

  /// Experts of every layer, chosen by a softmax whose best are scaled to a sum of 1 unless the
  /// file says otherwise: `qwen3moe`.
  static ExpertsSpec softmax(Keys keys) {
    int experts = keys.integer("expert_count", 1, Limits.EXPERTS);
    keys.integerOr(GATING, SOFTMAX, SOFTMAX, SOFTMAX);
    return new ExpertsSpec(
        width(keys),
        experts,
        0,
        keys.integer("expert_used_count", 1, experts),
        0,
        new RoutingSpec(
            Scoring.SOFTMAX,
            Method.GREEDY,
            1,
            1,
            keys.flagOr("expert_weights_norm", true),
            scale(keys)));
  }

  /// Experts of the layers behind the dense ones, null for a model without: `deepseek2`.
  ///
  /// @param biased whether experts are chosen with a bias; files that do not say how they score
  ///   mean the sigmoid then, as DeepSeek-V3 does, and else the softmax
  static @Nullable ExpertsSpec deepseek(Keys keys, boolean biased) {
    int experts = keys.integerOr("expert_count", 0, Limits.EXPERTS, 0);
    if (experts == 0) {
      return null;
    }
    int gating = keys.integerOr(GATING, SOFTMAX, SIGMOID, biased ? SIGMOID : SOFTMAX);
    int groups = groups(keys, experts);
    int used = keys.integer("expert_used_count", 1, experts);
    int keptGroups = groups == 1 ? 1 : keys.integer("expert_group_used_count", 1, groups);
    if (experts / groups * keptGroups < used) {
      throw keys.refuse(
          "expert_group_used_count", "groups that hold the " + used + " experts of a token");
    }
    return new ExpertsSpec(
        width(keys),
        experts,
        keys.integerOr("expert_shared_count", 0, Limits.SHARED_EXPERTS, 0),
        used,
        keys.integerOr("leading_dense_block_count", 0, DecoderKeys.layers(keys), 0),
        new RoutingSpec(
            gating == SIGMOID ? Scoring.SIGMOID : Scoring.SOFTMAX,
            method(biased, gating, groups),
            groups,
            keptGroups,
            keys.flagOr("expert_weights_norm", false),
            scale(keys)));
  }

  /// Groups of softmax scores are DeepSeek-V2's, whose best expert counts.
  private static Method method(boolean biased, int gating, int groups) {
    if (biased) {
      return Method.NOAUX_TC;
    }
    if (groups == 1) {
      return Method.GREEDY;
    }
    return gating == SOFTMAX ? Method.GROUP_LIMITED_GREEDY : Method.NOAUX_TC;
  }

  private static int groups(Keys keys, int experts) {
    int groups = Math.max(1, keys.integerOr("expert_group_count", 0, experts, 1));
    if (experts % groups != 0) {
      throw keys.refuse("expert_group_count", "a divisor of expert_count (" + experts + ")");
    }
    return groups;
  }

  private static int width(Keys keys) {
    return keys.integer("expert_feed_forward_length", 1, Limits.INTERMEDIATE);
  }

  /// 0 is what files write that scale nothing.
  private static float scale(Keys keys) {
    float scale = (float) keys.numberOr("expert_weights_scale", 0, 1e6, 1);
    return scale == 0 ? 1 : scale;
  }
}
