package dev.gloss.server.cli.doctor;

/// Whether the fast kernels run here.
public final class VectorCheck implements Check {
  private final String kernels;

  /// @param kernels what the engine chose, as it describes itself; begins with `vector` for the
  ///   fast ones
  public VectorCheck(String kernels) {
    this.kernels = kernels;
  }

  @Override
  public Finding look() {
    return kernels.startsWith("vector")
        ? Finding.ok("vector", "kernels: " + kernels)
        : Finding.warn(
            "vector",
            "kernels: "
                + kernels
                + ", many times slower than the Vector API's; start Java with"
                + " --add-modules=jdk.incubator.vector as the launcher does");
  }
}
