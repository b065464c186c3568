package dev.gloss.inference.convert;

import dev.gloss.inference.tensor.DType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes tensors one after another: bands of rows are encoded by several threads and written in
/// order by the caller's, so that there are never more of them in memory than threads and one.
final class TensorOutput implements Closeable {

  private final WritableByteChannel channel;
  private final int threads;
  private final ExecutorService encoders;

  /// @param channel where to write; not closed by this
  /// @param threads that encode
  TensorOutput(WritableByteChannel channel, int threads) {
    this.channel = channel;
    this.threads = threads;
    this.encoders =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("gloss-convert-", 0).factory());
  }

  /// Writes all bytes of a tensor; behind those of FP8 the F32 scales of its blocks.
  ///
  /// @return what rounding lost
  /// @throws dev.gloss.inference.ModelException if it holds a number that its type cannot
  RoundingError write(OutputTensor tensor) throws IOException {
    BandEncoder encoder = new BandEncoder(tensor, tensor.rows().get());
    Queue<Future<Band>> underWay = new ArrayDeque<>();
    List<MemorySegment> scales = new ArrayList<>();
    RoundingError error = RoundingError.NONE;
    for (int band = 0; band < encoder.bands() || !underWay.isEmpty(); ) {
      while (band < encoder.bands() && underWay.size() <= threads) {
        int next = band++;
        underWay.add(encoders.submit(() -> encoder.encode(next)));
      }
      Band done = await(underWay.remove());
      write(done.bytes());
      scales.add(done.scales());
      error = error.plus(done.error());
    }
    if (tensor.dtype() == DType.F8_E4M3) {
      for (MemorySegment row : scales) {
        write(row);
      }
    }
    return error;
  }

  private void write(MemorySegment bytes) throws IOException {
    ByteBuffer buffer = bytes.asByteBuffer();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static Band await(Future<Band> band) throws IOException {
    try {
      return band.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException inner) {
        throw inner;
      }
      throw new IllegalStateException("encoding failed", e.getCause());
    }
  }

  /// Ends the threads.
  @Override
  public void close() {
    encoders.shutdownNow();
  }
}
