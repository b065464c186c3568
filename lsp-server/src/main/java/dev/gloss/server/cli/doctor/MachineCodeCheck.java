package dev.gloss.server.cli.doctor;

import org.jspecify.annotations.Nullable;

/// Whether products of quantized weights run as machine code.
public final class MachineCodeCheck implements Check {
  private final @Nullable String obstacle;

  /// @param obstacle why they do not, null if they do
  public MachineCodeCheck(@Nullable String obstacle) {
    this.obstacle = obstacle;
  }

  @Override
  public Finding look() {
    return Finding.ok(
        "machine-code",
        obstacle == null
            ? "products of quantized weights run as machine code, checked against plain Java"
            : "no machine code for products of quantized weights: "
                + obstacle
                + "; the kernels above compute them, some three times slower");
  }
}
