package dev.gloss.server.retrieval;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/// Merges segments on one thread, which rests while somebody is served. Nobody waits for it.
final class CalmMerges extends ConcurrentMergeScheduler {
  private static final System.Logger LOG = System.getLogger(CalmMerges.class.getName());

  /// What is written between two looks at who is served.
  private static final int LOOK_EACH_BYTES = 1 << 16;

  private static final long REST_NANOS = 20_000_000;

  /// It rests that often in a row at most.
  private static final int MOST_RESTS = 500;

  private final BooleanSupplier busy;

  /// @param busy whether somebody is served
  CalmMerges(BooleanSupplier busy) {
    this.busy = busy;
    disableAutoIOThrottle();
    setMaxMergesAndThreads(100, 1);
  }

  /// Lucene would have whoever adds files wait.
  @Override
  protected synchronized boolean maybeStall(MergeSource source) {
    return true;
  }

  /// Whoever writes next is told that the index is closed.
  @Override
  protected void handleMergeException(Throwable failure) {
    LOG.log(System.Logger.Level.INFO, "Segments of an index could not be merged", failure);
  }

  @Override
  public Directory wrapForMerge(MergePolicy.OneMerge merge, Directory in) {
    return new FilterDirectory(super.wrapForMerge(merge, in)) {
      @Override
      public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return new Output(super.createOutput(name, context), merge);
      }
    };
  }

  private final class Output extends FilterIndexOutput {
    private final MergePolicy.OneMerge merge;
    private int written;

    Output(IndexOutput out, MergePolicy.OneMerge merge) {
      super("calm " + out.getName(), out.getName(), out);
      this.merge = merge;
    }

    @Override
    public void writeByte(byte b) throws IOException {
      super.writeByte(b);
      count(1);
    }

    @Override
    public void writeBytes(byte[] b, int offset, int length) throws IOException {
      super.writeBytes(b, offset, length);
      count(length);
    }

    private void count(int bytes) throws MergePolicy.MergeAbortedException {
      written += bytes;
      if (written >= LOOK_EACH_BYTES) {
        written = 0;
        for (int rests = 0; rests < MOST_RESTS && busy.getAsBoolean(); rests++) {
          LockSupport.parkNanos(REST_NANOS);
          merge.checkAborted();
        }
      }
    }
  }
}
