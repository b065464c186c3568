package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.kernels.Exponential;
import dev.gloss.inference.model.ExpertsSpec;
import dev.gloss.inference.model.RoutingSpec;
import dev.gloss.inference.model.RoutingSpec.Method;
import dev.gloss.inference.model.RoutingSpec.Scoring;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Chooses and weighs the experts of one token (DeepSeek-V2, section 2.2; DeepSeek-V3, section
/// 2.1.2). Of equals the one with the lowest index is chosen.
///
/// Has scratch memory: one instance a thread.
final class Router {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final float MIN_SUM = 1e-20f; // as the reference adds it

  private final RoutingSpec spec;
  private final int expertCount;
  private final int expertsPerToken;
  private final float @Nullable [] bias;
  private final float[] scores;
  private final float[] selection;
  private final float[] groupScores;
  private final boolean[] groupKept;

  /// @param bias `e_score_correction_bias`, null where the routing has none; not copied
  Router(ExpertsSpec experts, float @Nullable [] bias) {
    spec = experts.routing();
    expertCount = experts.nRoutedExperts();
    expertsPerToken = experts.numExpertsPerTok();
    this.bias = bias;
    scores = new float[expertCount];
    selection = new float[expertCount];
    groupScores = new float[spec.nGroup()];
    groupKept = new boolean[spec.nGroup()];
  }

  /// Chooses for one token.
  ///
  /// @param logits `[n_routed_experts]`
  /// @param experts gets the chosen ones, ascending, from index `at` on
  /// @param weights gets theirs, final
  void choose(MemorySegment logits, long offset, int[] experts, float[] weights, int at) {
    score(logits, offset);
    for (int expert = 0; expert < expertCount; expert++) {
      selection[expert] = bias == null ? scores[expert] : scores[expert] + bias[expert];
    }
    if (spec.method() != Method.GREEDY && spec.nGroup() > 1) {
      dropGroups();
    }
    for (int i = 0; i < expertsPerToken; i++) {
      int best = best(selection);
      selection[best] = Float.NEGATIVE_INFINITY;
      experts[at + i] = best;
    }
    Arrays.sort(experts, at, at + expertsPerToken);
    weigh(experts, weights, at);
  }

  private void score(MemorySegment logits, long offset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int expert = 0; expert < expertCount; expert++) {
      scores[expert] = logits.get(FLOAT, offset + (long) expert * Float.BYTES);
      max = Math.max(max, scores[expert]);
    }
    if (spec.scoring() == Scoring.SIGMOID) {
      for (int expert = 0; expert < expertCount; expert++) {
        scores[expert] = Exponential.sigmoid(scores[expert]);
      }
      return;
    }
    float sum = 0;
    for (int expert = 0; expert < expertCount; expert++) {
      scores[expert] = Exponential.exp(scores[expert] - max);
      sum += scores[expert];
    }
    for (int expert = 0; expert < expertCount; expert++) {
      scores[expert] /= sum;
    }
  }

  private void dropGroups() {
    int groupSize = expertCount / spec.nGroup();
    for (int group = 0; group < groupScores.length; group++) {
      groupScores[group] = groupScore(group * groupSize, groupSize);
    }
    Arrays.fill(groupKept, false);
    for (int i = 0; i < spec.topkGroup(); i++) {
      int best = best(groupScores);
      groupScores[best] = Float.NEGATIVE_INFINITY;
      groupKept[best] = true;
    }
    for (int expert = 0; expert < expertCount; expert++) {
      if (!groupKept[expert / groupSize]) {
        selection[expert] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /// The best of a group or, with `noaux_tc`, the sum of its two best.
  private float groupScore(int first, int size) {
    float best = Float.NEGATIVE_INFINITY;
    float second = Float.NEGATIVE_INFINITY;
    for (int expert = first; expert < first + size; expert++) {
      if (selection[expert] > best) {
        second = best;
        best = selection[expert];
      } else if (selection[expert] > second) {
        second = selection[expert];
      }
    }
    return spec.method() == Method.NOAUX_TC && size > 1 ? best + second : best;
  }

  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  private void weigh(int[] experts, float[] weights, int at) {
    float factor = spec.routedScalingFactor();
    if (spec.normTopkProb()) {
      float sum = MIN_SUM;
      for (int i = 0; i < expertsPerToken; i++) {
        sum += scores[experts[at + i]];
      }
      factor = factor / sum;
    }
    for (int i = 0; i < expertsPerToken; i++) {
      weights[at + i] = scores[experts[at + i]] * factor;
    }
  }
}
