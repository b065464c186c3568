package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.model.DecoderConfig;
import dev.gloss.inference.testing.GoldenModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a backend says beforehand that it will take.
class MemoryNeedTest {
  private static final int TOKENS = 10 * KeyValueCache.PAGE_TOKENS;

  @ParameterizedTest
  @EnumSource
  void itIsWhatTheBackendTakes(GoldenModel golden) {
    itIsWhatTheBackendTakes(golden, CacheType.F32);
  }

  @ParameterizedTest
  @EnumSource
  void itIsWhatTheBackendTakes(CacheType type) {
    itIsWhatTheBackendTakes(GoldenModel.QWEN2, type);
    itIsWhatTheBackendTakes(GoldenModel.V3, type);
  }

  private static void itIsWhatTheBackendTakes(GoldenModel golden, CacheType type) {
    CpuOptions options = new CpuOptions(3, TOKENS, KernelChoice.SCALAR).withCacheType(type);
    try (CheckpointModel model = CheckpointModel.open(golden.folder())) {
      MemoryNeed need = new CpuBackendFactory(options).need(model);
      try (CpuBackend backend = CpuBackend.open(model, options)) {
        long weights = backend.weightBytes();
        // Parts of kv_b_proj are packed by value, in two bytes where that is exact: counted as
        // four.
        assertTrue(need.weightBytes() >= weights, need + " for " + weights);
        assertTrue(need.weightBytes() <= 1.3 * weights, need + " for " + weights);
        DecoderConfig config = model.config();
        long rotation = 2L * (config.attention().ropeHeadDim() / 2) * Float.BYTES;
        assertEquals(backend.cacheBytesPerToken() + rotation, need.cacheBytesPerToken());
        assertTrue(need.scratchBytes() > 0 && need.scratchBytes() < 64L << 20, need.toString());
        assertEquals(
            need.weightBytes() + need.scratchBytes() + TOKENS * need.cacheBytesPerToken(),
            need.bytes(TOKENS));
      }
    }
  }
}
