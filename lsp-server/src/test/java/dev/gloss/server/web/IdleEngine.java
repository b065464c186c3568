package dev.gloss.server.web;

import dev.gloss.inference.Engine;
import dev.gloss.inference.EngineLoad;
import dev.gloss.inference.Generation;
import dev.gloss.inference.GenerationEvent;
import dev.gloss.inference.GenerationRequest;
import dev.gloss.inference.ModelFile;
import dev.gloss.inference.ModelInfo;
import dev.gloss.inference.PromptHints;
import dev.gloss.inference.Tokenizer;
import java.util.function.Consumer;

/// An engine that is there and has nothing to do.
final class IdleEngine implements Engine {
  static final int CACHED_TOKENS = 512;

  @Override
  public ModelInfo model() {
    return new ModelInfo(
        "idle",
        "DeepseekV3ForCausalLM",
        7_000_000,
        3_000_000,
        500_000,
        true,
        4608,
        16_384,
        "BF16",
        1,
        2048,
        8192,
        ModelFile.NONE,
        PromptHints.NONE,
        "cpu");
  }

  @Override
  public Tokenizer tokenizer() {
    throw new UnsupportedOperationException("nothing is tokenised here");
  }

  @Override
  public EngineLoad load() {
    return new EngineLoad(0, 0, CACHED_TOKENS, 4096, 4608, 0);
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
    throw new UnsupportedOperationException("nothing is generated here");
  }

  @Override
  public void close() {}
}
