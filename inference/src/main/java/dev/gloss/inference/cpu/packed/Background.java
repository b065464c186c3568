package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.ModelException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// Work on a backend's weights that nobody waits for, in a thread of the lowest priority. When it
/// fails, a line of the log says so, and that is all.
public final class Background implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Background.class.getName());

  private final MemoryGuard memory = new MemoryGuard();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;

  /// What is to be done.
  interface Work {
    /// Does it, and looks at the weights through the guard alone.
    ///
    /// @throws IOException if it cannot be done
    void run(MemoryGuard memory) throws IOException;
  }

  /// @param name of the thread
  Background(String name, Work work) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .unstarted(() -> run(work));
  }

  private void run(Work work) {
    try {
      memory.use(() -> {});
      work.run(memory);
    } catch (CancellationException e) {
      LOG.log(Level.DEBUG, "{0} was ended", thread.getName());
    } catch (IOException | ModelException e) {
      LOG.log(Level.WARNING, "packed weights are kept in memory alone: " + e);
    } catch (InternalError e) {
      // What the virtual machine throws where a mapped file ends too soon; steps tell it, too.
      LOG.log(Level.WARNING, "packed weights could not be read: " + e);
    } finally {
      done.complete(null);
    }
  }

  /// Begins.
  ///
  /// @param first what is to be over before, one way or the other
  public void startAfter(CompletableFuture<?> first) {
    first.whenComplete((_, _) -> thread.start());
  }

  /// Completes when all is done, has failed, or is no longer to be done.
  public CompletableFuture<Void> done() {
    return done.copy();
  }

  /// Ends all looks at the weights, which may be freed afterwards. What has been read of them may
  /// still be on its way to the disk.
  @Override
  public void close() {
    memory.end();
    done.complete(null);
  }
}
