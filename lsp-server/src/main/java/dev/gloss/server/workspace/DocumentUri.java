package dev.gloss.server.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths that a document's URI may mean, whatever its scheme.
///
/// Editors write URIs that no parser takes: brackets, blanks, a `%` or a `#` as they are, letters
/// beyond ASCII, hosts, drives, backslashes. So a URI has several readings: with escapes decoded or
/// not, with a query and a fragment or all of it a path, with what looks like a host as a host or
/// as a folder. The first is the one that the standard gives it.
final class DocumentUri {
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY =
      Pattern.compile("[/\\\\]{2}([^/\\\\?#]*)(.*)", Pattern.DOTALL);
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z](?:[:|]|%3[Aa]|%7[Cc])");
  private static final int NESTED = 3;

  private final Set<Reading> readings = new LinkedHashSet<>();
  private final boolean file;
  private final boolean path;

  /// One reading.
  ///
  /// @param segments of the path, none empty or a dot
  /// @param absolute whether it begins at a root
  record Reading(List<String> segments, boolean absolute) {

    static Reading of(String path) {
      Deque<String> segments = new ArrayDeque<>();
      for (String segment : path.split("/")) {
        if (segment.equals("..")) {
          segments.pollLast();
        } else if (!segment.isEmpty() && !segment.equals(".")) {
          segments.add(segment);
        }
      }
      boolean drive = !segments.isEmpty() && DRIVE.matcher(segments.getFirst()).matches();
      return new Reading(List.copyOf(segments), path.startsWith("/") || drive);
    }
  }

  /// @param uri as the editor writes it; a path is taken as well
  DocumentUri(String uri) {
    String text = uri.stripLeading();
    this.file = text.regionMatches(true, 0, "file:", 0, 5);
    this.path = file || !SCHEME.matcher(text).matches();
    read(text, NESTED);
  }

  /// Whether it is of a file on this machine, by its scheme.
  boolean isFile() {
    return file;
  }

  /// Whether a relative path in it can be that of a file.
  boolean isPath() {
    return path;
  }

  /// What it may mean, the likeliest first.
  List<Reading> readings() {
    return List.copyOf(readings);
  }

  private void read(String uri, int depth) {
    Matcher scheme = SCHEME.matcher(uri);
    boolean has = scheme.matches();
    String rest = has ? scheme.group(2) : uri;
    if (has && depth > 0 && SCHEME.matcher(rest).matches()) {
      read(rest, depth - 1);
    }
    Matcher parts = AUTHORITY.matcher(rest);
    if (!parts.matches()) {
      cut(rest);
      return;
    }
    String host = parts.group(1);
    String path = parts.group(2);
    if (!DRIVE.matcher(host).matches()) {
      cut(path);
    }
    if (!host.isEmpty()) {
      cut("/" + host + path);
    }
  }

  /// Without query and fragment, then with them.
  private void cut(String path) {
    int query = end(path, '?');
    int fragment = end(path, '#');
    decode(path.substring(0, Math.min(query, fragment)));
    decode(path.substring(0, fragment));
    decode(path.substring(0, query));
    decode(path);
  }

  private static int end(String path, char sign) {
    int at = path.indexOf(sign);
    return at < 0 ? path.length() : at;
  }

  private void decode(String path) {
    String decoded = decoded(path);
    for (String way : List.of(decoded, path, decoded(decoded))) {
      readings.add(Reading.of(way));
      readings.add(Reading.of(way.replace('\\', '/')));
    }
  }

  /// Escapes decoded, a `%` that begins none left as it is.
  static String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      int high = path.charAt(i) == '%' && i + 2 < path.length() ? digit(path, i + 1) : -1;
      int low = high < 0 ? -1 : digit(path, i + 2);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        flush(bytes, text);
        text.append(path.charAt(i));
      }
    }
    flush(bytes, text);
    return text.toString();
  }

  private static int digit(String text, int at) {
    return Character.digit(text.charAt(at), 16);
  }

  /// In UTF-8, or else in Latin-1.
  private static void flush(ByteArrayOutputStream bytes, StringBuilder text) {
    byte[] all = bytes.toByteArray();
    bytes.reset();
    try {
      text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(all)));
    } catch (CharacterCodingException e) {
      text.append(new String(all, StandardCharsets.ISO_8859_1));
    }
  }
}
