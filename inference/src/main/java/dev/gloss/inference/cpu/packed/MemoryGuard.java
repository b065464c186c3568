package dev.gloss.inference.cpu.packed;

import java.io.IOException;
import java.util.concurrent.CancellationException;

/// Lets a thread in the background look at memory whose owner may free it at any time: the owner
/// waits for the end of one short look.
final class MemoryGuard {
  private boolean over;

  /// A short look at the memory.
  interface Look {
    /// Looks.
    void run() throws IOException;
  }

  /// Looks at the memory.
  ///
  /// @throws CancellationException if it is about to be freed
  synchronized void use(Look look) throws IOException {
    if (over) {
      throw new CancellationException("the memory is no longer there");
    }
    look.run();
  }

  /// Waits for a look that is under way; there are none afterwards.
  synchronized void end() {
    over = true;
  }
}
