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
  /// Longer messages are passed over: they would take all memory. A document of 16 MB fits.
  static final int LONGEST_MESSAGE_BYTES = 1 << 25;

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

  /// Waits for the next message; empty at the end of the stream. Empty lines before its header are
  /// passed over, as by HTTP's servers: some clients write one behind each message.
  ///
  /// @throws IOException if the stream fails, ends inside a message or its header makes no sense
  static Optional<Incoming> read(InputStream in) throws IOException {
    String line = line(in);
    while (line != null && line.isEmpty()) {
      line = line(in);
    }
    if (line == null) {
      return Optional.empty();
    }
    long length = length(in, line);
    if (length > LONGEST_MESSAGE_BYTES) {
      return Optional.of(MessageOutline.read(in, length));
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new EOFException("the stream ends after %d of %d bytes".formatted(body.length, length));
    }
    return Optional.of(new Incoming.Whole(new String(body, StandardCharsets.UTF_8)));
  }

  /// The length that a header names.
  private static long length(InputStream in, String first) throws IOException {
    long length = -1;
    String line = first;
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon >= 0 && name(line.substring(0, colon)).equals("content-length")) {
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
    return length;
  }

  /// In one spelling, without a byte order mark in front.
  private static String name(String spelled) {
    int start = 0;
    while (start < spelled.length() && spelled.charAt(start) > '~') {
      start++;
    }
    return spelled.substring(start).strip().toLowerCase(Locale.ROOT);
  }

  private static long length(String text) throws IOException {
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IOException("Content-Length is '%s': expected a number of bytes".formatted(text));
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
