package dev.gloss.inference.cpu;

import dev.gloss.inference.backend.Backend;
import dev.gloss.inference.backend.BackendFactory;
import dev.gloss.inference.backend.MemoryNeed;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.model.DecoderModel;
import java.nio.ByteOrder;
import java.util.Optional;

/// Opens backends on the processor's cores.
///
/// @param options how they use the machine; their number of cached tokens is not looked at
public record CpuBackendFactory(CpuOptions options) implements BackendFactory {

  @Override
  public String name() {
    return CpuBackend.NAME;
  }

  @Override
  public Optional<String> obstacle() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? Optional.empty()
        : Optional.of("the CPU backend needs a little-endian processor");
  }

  /// Has machine code written and checked while files are read.
  @Override
  public void prepare() {
    if (options.kernels() == KernelChoice.AUTO || options.kernels() == KernelChoice.MACHINE_CODE) {
      Thread.ofPlatform()
          .name("gloss-machine-code")
          .daemon()
          .start(KernelSelection::machineCodeObstacle);
    }
  }

  @Override
  public long freeBytes() {
    return HostMemory.freeBytes();
  }

  @Override
  public MemoryNeed need(DecoderModel model) {
    return CpuBackend.need(model, options);
  }

  @Override
  public Backend open(DecoderModel model, long cacheTokens) {
    return CpuBackend.open(model, options.withCacheTokens(cacheTokens));
  }
}
