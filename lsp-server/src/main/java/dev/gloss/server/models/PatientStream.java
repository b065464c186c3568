package dev.gloss.server.models;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A stream whose reads fail when no byte comes for too long; the JDK's client would wait forever.
///
/// Read by one thread; a second one of its own watches it until it is closed.
final class PatientStream extends FilterInputStream {
  private static final long NOT_READING = 0;

  private final Duration patience;
  private final Thread guard;

  /// `System.nanoTime()` at the start of the read that is under way.
  private volatile long readingSince = NOT_READING;

  private volatile boolean givenUp;

  PatientStream(InputStream in, Duration patience) {
    super(in);
    this.patience = patience;
    this.guard = Thread.ofVirtual().name("gloss-pull-guard").start(this::watch);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    readingSince = System.nanoTime() | 1;
    try {
      int read = in.read(buffer, offset, length);
      if (read < 0 && givenUp) {
        throw tooLong(null);
      }
      return read;
    } catch (IOException e) {
      throw givenUp
          ? tooLong(e)
          : new IOException("the connection broke off: " + e.getMessage(), e);
    } finally {
      readingSince = NOT_READING;
    }
  }

  @Override
  public void close() throws IOException {
    guard.interrupt();
    in.close();
  }

  private IOException tooLong(@Nullable IOException cause) {
    return new IOException("no bytes came for " + patience.toMillis() / 1000.0 + " s", cause);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(patience.dividedBy(4));
        long since = readingSince;
        if (since != NOT_READING && System.nanoTime() - since > patience.toNanos()) {
          givenUp = true;
          in.close();
          return;
        }
      }
    } catch (InterruptedException e) {
      // The stream is closed: nothing is left to be watched.
    } catch (IOException e) {
      // The reader is told by its own exception.
    }
  }
}
