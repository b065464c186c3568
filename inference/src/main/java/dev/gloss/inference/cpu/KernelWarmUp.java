package dev.gloss.inference.cpu;

import com.sun.management.ThreadMXBean;
import dev.gloss.inference.cpu.kernels.CacheType;
import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.PageKernels;
import dev.gloss.inference.cpu.kernels.PageMatrix;
import dev.gloss.inference.cpu.kernels.RowView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Calls the fast kernels in a thread of its own until the virtual machine has compiled them: until
/// a round of calls allocates nothing, since vectors are objects before.
///
/// It ends after a while in any case: what else runs in the process may keep the calls made here,
/// and not those of the model, from being compiled whole.
final class KernelWarmUp implements AutoCloseable {
  /// How long it goes on at most.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_PANELS = 2;
  private static final int CALLS_PER_ROUND = 20;
  private static final int SMALL_CALLS = 8; // methods are compiled by calls and by iterations
  private static final int QUIET_ROUNDS = 3;
  private static final int HEADS = 5; // four together and one alone
  private static final int KEYS = 7;
  private static final int WIDTH = 64;

  private final KernelSelection selection;
  private final PackedMatrix[] matrices;
  private final PageMatrix[] cached;
  private final Duration patience;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Thread thread;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile boolean compiled;
  private volatile boolean closed;

  /// Starts the thread.
  ///
  /// @param matrices one of each format that the model has
  /// @param cached what pages of the cache have
  /// @param patience how long it goes on at most
  KernelWarmUp(
      KernelSelection selection,
      List<PackedMatrix> matrices,
      List<PageMatrix> cached,
      Duration patience) {
    this.selection = selection;
    this.matrices = matrices.toArray(PackedMatrix[]::new);
    this.cached = cached.toArray(PageMatrix[]::new);
    this.patience = patience;
    this.thread = Thread.ofPlatform().daemon().name("gloss-kernel-warm-up").start(this::run);
  }

  /// Completes when the kernels are compiled, or the thread was ended.
  CompletableFuture<Void> done() {
    return done.copy();
  }

  /// Whether it ended because all kernels are compiled.
  boolean areCompiled() {
    return compiled;
  }

  private void run() {
    try {
      compile();
    } finally {
      done.complete(null);
    }
  }

  private void compile() {
    try (Arena arena = Arena.ofConfined()) {
      Kernels kernels = selection.another(arena);
      Rows rows = Rows.allocate(arena, 8, 1 + mostColumns());
      // Made once: what a round allocates is to be the kernels' alone.
      RowView output = rows.part(4, 1, 0);
      long pageBytes = 1;
      for (PageMatrix matrix : cached) {
        pageBytes = Math.max(pageBytes, matrix.byteSize() + matrix.widenedBytes());
      }
      MemorySegment page = arena.allocate(pageBytes, Rows.ALIGNMENT_BYTES);
      int quiet = 0;
      long end = System.nanoTime() + patience.toNanos();
      while (!closed && quiet < QUIET_ROUNDS && System.nanoTime() < end) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS_PER_ROUND && !closed; call++) {
          callAll(kernels, rows, output, page);
        }
        quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      }
      compiled = quiet == QUIET_ROUNDS;
      if (!closed) {
        selection.useFast();
      }
    }
  }

  private int mostColumns() {
    int most = WIDTH * Kernels.HEAD_LANES;
    for (PackedMatrix matrix : matrices) {
      most = Math.max(most, Math.max(matrix.columns(), MOST_PANELS * PackedMatrix.PANEL_ROWS));
    }
    return most;
  }

  /// Calls every kernel once, products for each form that depends on the number of rows. What they
  /// compute from zeros is zero.
  private void callAll(Kernels kernels, Rows rows, RowView output, MemorySegment page) {
    for (PackedMatrix matrix : matrices) {
      int panels = Math.min(MOST_PANELS, matrix.panels());
      for (int count = 1; count <= 4; count++) {
        kernels.multiply(matrix, 0, panels, rows.view(), output, 0, count);
      }
    }
    for (PageMatrix matrix : cached) {
      if (matrix.type() != CacheType.F32) {
        kernels.pages().widen(matrix, page, 0, page, matrix.byteSize());
      }
    }
    for (int i = 0; i < SMALL_CALLS; i++) {
      callSmallOnes(kernels, rows);
    }
  }

  private static void callSmallOnes(Kernels kernels, Rows rows) {
    var x = rows.segment();
    long stride = rows.strideBytes();
    int n = WIDTH;
    kernels.rmsNorm(x, 0, x, n, 1, x, 0);
    kernels.siluMultiply(x, 0, x, stride, n);
    kernels.addScaled(1, x, 0, x, stride, n);
    kernels.mix(1, x, 0, 1, x, stride, n);
    int lanes = Kernels.HEAD_LANES;
    long out = rows.offset(2);
    long statistics = rows.offset(3);
    kernels.scores(x, 0, HEADS, lanes, n, x, stride, n, KEYS, x, out);
    kernels.softmax(x, out, HEADS, lanes, KEYS, x, statistics);
    kernels.addValues(x, 0, HEADS, lanes, x, stride, n, KEYS, n, x, out, (long) n * Float.BYTES);
    PageKernels pages = kernels.pages();
    long row = (long) PageKernels.PAGE_KEYS * Float.BYTES;
    pages.scorePage(x, 0, row, HEADS, HEADS, x, stride, x, out, row);
    pages.exponentials(x, out, n + KEYS, x, statistics);
    pages.addWeighted(x, 0, row, HEADS, x, stride, n, KEYS, n, x, out, (long) n * Float.BYTES);
  }

  /// Ends the thread, waiting for it.
  @Override
  public void close() {
    closed = true;
    Threads.join(thread);
  }
}
