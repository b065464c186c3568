package dev.gloss.inference.checkpoint;

import dev.gloss.inference.model.RoutingSpec.Scoring;
import java.util.List;
import java.util.stream.Collectors;

/// The architectures that the engine runs, in Hugging Face's layout. A new one is a line here, and
/// a class where no family of those there has what it needs.
final class Architectures {

  private static final List<Architecture> KNOWN =
      List.of(
          new DeepseekArchitecture(
              "DeepseekV2ForCausalLM", "deepseek_v2", new RoutingFields(Scoring.SOFTMAX, 1)),
          new DeepseekArchitecture(
              "DeepseekV3ForCausalLM", "deepseek_v3", new RoutingFields(Scoring.SIGMOID, 2.5)),
          new Glm4MoeLiteArchitecture(),
          new DenseArchitecture("LlamaForCausalLM", "llama", false, false),
          new DenseArchitecture("Qwen2ForCausalLM", "qwen2", true, false),
          new DenseArchitecture("Qwen3ForCausalLM", "qwen3", false, true),
          new Qwen3MoeArchitecture());

  private Architectures() {}

  /// The architecture that a configuration names first.
  ///
  /// @throws dev.gloss.inference.ModelException if it is none of these, or if `model_type` is
  ///   another's
  static Architecture of(JsonFields fields) {
    String name = fields.node().path("architectures").path(0).asText("");
    for (Architecture known : KNOWN) {
      if (known.name().equals(name)) {
        fields.oneOf("model_type", List.of(known.modelType()), null);
        return known;
      }
    }
    String all = KNOWN.stream().map(Architecture::name).collect(Collectors.joining(", "));
    throw fields.refuse("architectures", "a list that begins with one of " + all);
  }
}
