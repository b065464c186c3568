package dev.gloss.server.lsp;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The base protocol: each message behind a header that says how many bytes it has.
final class Framing {
  /// A header that says more is a mistake, and must not take all memory.
  private static final int LONGEST_MESSAGE_BYTES = 1 << 28;

  private static final int LONGEST_HEADER_BYTES = 4096;

  private final OutputStream out;

  Framing(OutputStream out) {
    this.out = out;
  }

  /// Writes a message and sends it off.
  void write(String message) throws IOException {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    String header = "Content-Length: " + body.length + "\r\n\r\n";
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  /// Waits for the next message; empty at the end of the stream.
  ///
  /// @throws IOException if the stream fails, ends inside a message or its header makes no sense
  static Optional<String> read(InputStream in) throws IOException {
    int length = -1;
    String line = line(in);
    if (line == null) {
      return Optional.empty();
    }
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      if (name.strip().toLowerCase(Locale.ROOT).equals("content-length")) {
        length = length(line.substring(colon + 1).strip());
      }
      line = line(in);
    }
    if (line == null) {
      throw new EOFException("the stream ends inside a header");
    }
    if (length < 0) {
      throw new IOException("a header has no Content-Length");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the stream ends after %d of %d bytes".formatted(body.length, length));
    }
    return Optional.of(new String(body, StandardCharsets.UTF_8));
  }

  private static int length(String text) throws IOException {
    try {
      int length = Integer.parseInt(text);
      if (length >= 0 && length <= LONGEST_MESSAGE_BYTES) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IOException(
        "Content-Length is '%s': expected 0 to %d".formatted(text, LONGEST_MESSAGE_BYTES));
  }

  /// One header line without its end; null at the end of the stream.
  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.US_ASCII);
      }
      if (line.size() >= LONGEST_HEADER_BYTES) {
        throw new IOException("a header line is longer than " + LONGEST_HEADER_BYTES + " bytes");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }
}
