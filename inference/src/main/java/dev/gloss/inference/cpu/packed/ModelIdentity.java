package dev.gloss.inference.cpu.packed;

import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.model.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Which files a model was packed from, and by which code: of each file where it really is, its
/// length, when it was last written to, and its first bytes, where formats have their headers.
///
/// The precision of products is not part of it, since it does not change what is packed.
///
/// @param model the model's first file
/// @param digest of all that
record ModelIdentity(Path model, String digest) {
  private static final int BEGINNING_BYTES = 1 << 16;
  private static final int SHORT_CHARS = 16;
  private static final int NAME_CHARS = 60;

  /// The identity of files as they are now.
  ///
  /// @param stamps the files, at least one
  /// @throws IOException if one of them cannot be read, or is no longer what its stamp says
  static ModelIdentity of(List<FileStamp> stamps) throws IOException {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, PackedMatrix.LAYOUT));
    for (FileStamp stamp : stamps) {
      if (!FileStamp.of(stamp.file()).equals(stamp)) {
        throw new IOException(stamp.file() + ": was changed");
      }
      Path real = stamp.file().toRealPath();
      String facts = real + "\n" + stamp.bytes() + "\n" + stamp.modified() + "\n";
      digest.update(facts.getBytes(StandardCharsets.UTF_8));
      digest.update(beginning(real));
    }
    Path first = stamps.getFirst().file().toRealPath();
    return new ModelIdentity(first, hex(digest.digest()));
  }

  /// What the names of all files of this model begin with, whatever it was when they were written.
  String prefix() {
    byte[] path = sha256().digest(model.toString().getBytes(StandardCharsets.UTF_8));
    String name = String.valueOf(model.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    String shown = name.substring(0, Math.min(NAME_CHARS, name.length()));
    return shown + "-" + hex(path).substring(0, SHORT_CHARS) + "-";
  }

  /// The name of the file, without its ending.
  String name() {
    return prefix() + digest.substring(0, SHORT_CHARS);
  }

  private static ByteBuffer beginning(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(BEGINNING_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Some more may follow.
      }
      return bytes.flip();
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
