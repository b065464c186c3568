package dev.gloss.server.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/// Whether there is a GPU that the engine could use.
public final class GpuCheck implements Check {
  private static final Path NVIDIA_DRIVER = Path.of("/proc/driver/nvidia/version");

  @Override
  public Finding look() {
    return Files.exists(NVIDIA_DRIVER)
        ? Finding.warn(
            "gpu", "an NVIDIA driver is loaded, but this version computes on the CPU only")
        : Finding.warn("gpu", "no NVIDIA driver is loaded; the engine computes on the CPU");
  }
}
