package dev.gloss.inference.cpu;

/// Waiting for threads that are about to end.
final class Threads {
  private Threads() {}

  /// Waits for a thread's end, whatever interrupts come meanwhile; they are kept for later.
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
