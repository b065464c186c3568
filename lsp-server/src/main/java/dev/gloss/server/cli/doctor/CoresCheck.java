package dev.gloss.server.cli.doctor;

/// How many cores the process may use.
///
/// @param cores on which the engine computes
/// @param processors the threads that they run at once
public record CoresCheck(int cores, int processors) implements Check {

  @Override
  public Finding look() {
    if (cores < 2) {
      return Finding.warn("cores", "one core only: completions will be slow to come");
    }
    String threads = processors > cores ? " (" + processors + " threads)" : "";
    return Finding.ok("cores", cores + " cores" + threads + "; the engine computes on all of them");
  }
}
