package dev.gloss.inference.gguf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// The broken files among the test resources, packed in one archive of the old `ustar` format since
/// they differ in a few bytes each.
final class MalformedFiles {
  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;

  private MalformedFiles() {}

  /// Unpacks them into a folder.
  static void unpack(Path folder) throws IOException {
    Path archive = GoldenModel.resource("/golden/gguf/malformed.tar.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      while (true) {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          return;
        }
        String name = text(header, 0, 100);
        int size = Integer.parseInt(text(header, SIZE_AT, 11), 8);
        byte[] bytes = in.readNBytes(size);
        in.skipNBytes(Math.ceilDiv(size, BLOCK) * BLOCK - size);
        if (!name.endsWith("/")) {
          Files.write(folder.resolve(Path.of(name).getFileName()), bytes);
        }
      }
    }
  }

  private static String text(byte[] header, int from, int length) {
    String text = new String(header, from, length, US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
