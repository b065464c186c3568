package dev.gloss.inference.cpu;

import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.cpu.machine.BytePeak;
import dev.gloss.inference.cpu.machine.MachineKernels;
import dev.gloss.inference.cpu.vector.PeakLoops;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the machine can do at most, by the same threads as a step of a model: read memory, multiply
/// and add in float32, multiply bytes.
///
/// Each figure is of one pass, so that a caller can alternate passes with what it measures by them,
/// on a machine whose speed changes. The first passes of a process are slow, as code is compiled
/// then. The memory that is read is the instance's own.
///
/// Belongs to one thread, which computes as well.
public final class Roofline implements AutoCloseable {
  /// Bytes of one item at most: those from 1 MiB to 16 MiB are read equally fast.
  private static final long MOST_ITEM_BYTES = 2L << 20;

  /// Bytes of a pass: waking the threads for it is to cost next to nothing.
  static final long LEAST_PASS_BYTES = 16L << 20;

  private static final long LEAST_ITEM_BYTES = 16L << 10;

  private static final int ITEMS_PER_THREAD = 16;
  private static final int ROUNDS_PER_ITEM = 100_000;

  private final Arena arena = Arena.ofShared();
  private final long itemBytes;
  private final MemorySegment memory;
  private final Workers workers;
  private final List<BytePeak> bytePeaks = new ArrayList<>();
  private final int[] seen;
  private final float[] computed;

  /// Allocates the memory and writes to all of it.
  ///
  /// @param threads that compute
  /// @param bytes that a pass reads, rounded up; many times what caches hold, or so little that
  ///   they hold it
  /// @throws IllegalStateException if the Vector API is not there
  public Roofline(int threads, long bytes) {
    workers = new Workers(new KernelSelection(KernelChoice.VECTOR, threads, arena));
    long shares = bytes / ((long) threads * ITEMS_PER_THREAD);
    itemBytes = Long.highestOneBit(Math.clamp(shares, LEAST_ITEM_BYTES, MOST_ITEM_BYTES));
    int items = Math.toIntExact(Math.ceilDiv(bytes, itemBytes));
    memory = arena.allocate(items * itemBytes, Rows.ALIGNMENT_BYTES);
    memory.fill((byte) 1);
    seen = new int[items];
    computed = new float[threads * ITEMS_PER_THREAD];
    for (int i = 0; i < threads && MachineKernels.obstacle() == null; i++) {
      bytePeaks.add(new BytePeak(arena));
    }
  }

  /// Threads that compute.
  public int threads() {
    return workers.size();
  }

  /// Bytes that a pass of [#readBytesPerSecond] reads.
  public long bytes() {
    return memory.byteSize();
  }

  /// Reads all of the memory once; as often as makes [#LEAST_PASS_BYTES] where it is small.
  public double readBytesPerSecond() {
    long times = Math.ceilDiv(LEAST_PASS_BYTES, memory.byteSize());
    long start = System.nanoTime();
    for (long i = 0; i < times; i++) {
      workers.run(
          (worker, item) -> seen[item] = PeakLoops.read(memory, item * itemBytes, itemBytes),
          seen.length);
    }
    return times * memory.byteSize() * 1e9 / (System.nanoTime() - start);
  }

  /// Computes fused multiply-adds of float32 for some milliseconds, each of which counts as two
  /// operations.
  public double floatOperationsPerSecond() {
    long start = System.nanoTime();
    workers.run(
        (worker, item) -> computed[item] = PeakLoops.multiplyAdd(ROUNDS_PER_ITEM), computed.length);
    return perSecond(PeakLoops.ROUND_OPERATIONS, start);
  }

  /// Multiplies and adds bytes for some milliseconds, by the instructions that the machine code for
  /// quantized weights is made of; a product and a sum are two operations. Empty where there is no
  /// machine code.
  public OptionalDouble byteOperationsPerSecond() {
    if (bytePeaks.isEmpty()) {
      return OptionalDouble.empty();
    }
    long start = System.nanoTime();
    workers.run(
        (worker, item) -> bytePeaks.get(worker.index()).run(ROUNDS_PER_ITEM), computed.length);
    return OptionalDouble.of(perSecond(bytePeaks.getFirst().roundOperations(), start));
  }

  /// The name of those instructions; empty where there is no machine code.
  public Optional<String> byteInstructions() {
    return Optional.ofNullable(MachineKernels.instructions());
  }

  private double perSecond(long roundOperations, long start) {
    return (double) roundOperations
        * ROUNDS_PER_ITEM
        * computed.length
        * 1e9
        / (System.nanoTime() - start);
  }

  /// Whether what the passes saw and computed is what it must be.
  boolean isRight() {
    for (int item : seen) {
      if (item != 0) { // an even number of equal words
        return false;
      }
    }
    for (float number : computed) {
      if (number != 0 && Math.abs(number - 1) > 1e-3f) {
        return false;
      }
    }
    return true;
  }

  /// Ends the threads and frees the memory.
  @Override
  public void close() {
    workers.close();
    arena.close();
  }
}
