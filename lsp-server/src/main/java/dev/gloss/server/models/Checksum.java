package dev.gloss.server.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// What a hub says a file's bytes add up to.
///
/// @param kind how it is computed
/// @param hex its value, in lower-case hexadecimal digits
public record Checksum(Kind kind, String hex) {
  private static final int BUFFER_BYTES = 1 << 20;

  /// How a checksum is computed.
  public enum Kind {
    /// Of the bytes alone: large files.
    SHA256("SHA-256", 64),
    /// Git's name of a blob: `blob`, a blank, the size, a zero and the bytes; small files.
    GIT_SHA1("SHA-1", 40);

    private final String algorithm;
    private final Pattern form;

    Kind(String algorithm, int digits) {
      this.algorithm = algorithm;
      this.form = Pattern.compile("[0-9a-f]{" + digits + "}");
    }

    /// The name of the algorithm, for a person.
    public String algorithm() {
      return algorithm;
    }

    boolean fits(String hex) {
      return form.matcher(hex).matches();
    }
  }

  /// Checks the form.
  ///
  /// @throws IllegalArgumentException if the digits are too few, too many or none
  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!kind.fits(hex)) {
      throw new IllegalArgumentException("not a " + kind.algorithm() + ": '" + hex + "'");
    }
  }

  /// Computes a file's.
  ///
  /// @param progress told how many bytes were read since it was told last
  /// @throws IOException if the file cannot be read
  static Checksum of(Kind kind, Path file, LongConsumer progress) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(kind.algorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + kind.algorithm(), e);
    }
    if (kind == Kind.GIT_SHA1) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        progress.accept(read);
      }
    }
    return new Checksum(kind, HexFormat.of().formatHex(digest.digest()));
  }
}
