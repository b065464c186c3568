package dev.gloss.server.cli.doctor;

import org.jspecify.annotations.Nullable;

/// Whether products of quantized weights run as machine code.
public final class MachineCodeCheck implements Check {
  private final @Nullable String obstacle;
  private final @Nullable String instructions;

  /// @param obstacle why they do not, null if they do
  /// @param instructions the name of those that they are written with, null if they do not
  public MachineCodeCheck(@Nullable String obstacle, @Nullable String instructions) {
    this.obstacle = obstacle;
    this.instructions = instructions;
  }

  @Override
  public Finding look() {
    return Finding.ok(
        "machine-code",
        obstacle == null
            ? "products of quantized weights run as machine code ("
                + instructions
                + "), checked against plain Java"
            : "no machine code for products of quantized weights: "
                + obstacle
                + "; the kernels above compute them, some three times slower");
  }
}
