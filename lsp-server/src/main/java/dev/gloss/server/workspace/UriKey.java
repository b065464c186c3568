package dev.gloss.server.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What all spellings of a document's URI have in common.
///
/// Clients and editors' plug-ins spell the same one differently: `%3a`, `%3A` or `:`, a drive's
/// letter large or small, letters beyond ASCII raw or as bytes, `file:/x`, `file://localhost/x`.
/// What stands for a separator when it is not encoded stays encoded, and a path's letters are left
/// alone, since they tell files apart.
final class UriKey {
  private static final String KEEP_ENCODED = "/\\?#%";
  private static final String FILE = "file:";

  private UriKey() {}

  /// The same for all spellings of a URI. Never fails: what is no URI is its own key.
  static String of(String uri) {
    String decoded = decoded(uri);
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      return decoded;
    }
    String scheme = decoded.substring(0, colon + 1).toLowerCase(Locale.ROOT);
    String rest = decoded.substring(colon + 1);
    return scheme + (scheme.equals(FILE) ? filePath(rest) : rest);
  }

  /// Without a host that is this machine, the drive's letter small.
  private static String filePath(String rest) {
    String path = rest;
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String host = slash < 0 ? path.substring(2) : path.substring(2, slash);
      if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
        return "//" + host.toLowerCase(Locale.ROOT) + path.substring(2 + host.length());
      }
      path = path.substring(2 + host.length());
    }
    boolean hasDrive =
        path.length() >= 3
            && path.charAt(0) == '/'
            && Character.isLetter(path.charAt(1))
            && path.charAt(2) == ':';
    return hasDrive ? "/" + Character.toLowerCase(path.charAt(1)) + path.substring(2) : path;
  }

  private static String decoded(String uri) {
    if (uri.indexOf('%') < 0) {
      return uri;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    for (int i = 0; i < uri.length(); ) {
      int value = encodedByte(uri, i);
      if (value < 0) {
        int end = Character.offsetByCodePoints(uri, i, 1);
        bytes.writeBytes(uri.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      } else if (KEEP_ENCODED.indexOf(value) >= 0) {
        bytes.writeBytes(
            uri.substring(i, i + 3).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        i += 3;
      } else {
        bytes.write(value);
        i += 3;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The byte that is encoded there, else -1.
  private static int encodedByte(String uri, int i) {
    if (uri.charAt(i) != '%' || i + 2 >= uri.length()) {
      return -1;
    }
    int high = Character.digit(uri.charAt(i + 1), 16);
    int low = Character.digit(uri.charAt(i + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
