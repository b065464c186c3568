package dev.gloss.inference.convert;

import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.model.GroupedQueryAttentionSpec;
import dev.gloss.inference.model.LatentAttentionSpec;
import dev.gloss.inference.model.RopeSpec.Pairing;

/// The architectures of llama.cpp that models are written as, told by what a model is made of.
enum GgufArchitecture {
  /// Latent attention: DeepSeek-V2 and V3, GLM-4.7-Flash.
  DEEPSEEK2("deepseek2", Pairing.ADJACENT),
  /// Grouped queries.
  LLAMA("llama", Pairing.ADJACENT),
  /// Grouped queries with biases.
  QWEN2("qwen2", Pairing.HALVES),
  /// Grouped queries with norms.
  QWEN3("qwen3", Pairing.HALVES),
  /// The same with experts.
  QWEN3MOE("qwen3moe", Pairing.HALVES);

  private final String ggufName;
  private final Pairing pairing;

  GgufArchitecture(String ggufName, Pairing pairing) {
    this.ggufName = ggufName;
    this.pairing = pairing;
  }

  /// `general.architecture`, with which its keys begin.
  String ggufName() {
    return ggufName;
  }

  /// Which channels turn together.
  Pairing pairing() {
    return pairing;
  }

  /// The one that has what a model has.
  static GgufArchitecture of(DecoderConfig config) {
    return switch (config.attention()) {
      case LatentAttentionSpec _ -> DEEPSEEK2;
      case GroupedQueryAttentionSpec grouped -> {
        if (grouped.qkNorm()) {
          yield config.feedForward().experts() == null ? QWEN3 : QWEN3MOE;
        }
        yield grouped.qkvBias() && !grouped.oBias() ? QWEN2 : LLAMA;
      }
    };
  }
}
