package dev.gloss.server.cli.doctor;

/// How many cores the process may use.
public final class CoresCheck implements Check {

  @Override
  public Finding look() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= 2
        ? Finding.ok("cores", cores + " cores; the engine computes on all of them")
        : Finding.warn("cores", "one core only: completions will be slow to come");
  }
}
