package dev.gloss.server.models;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which bytes of a file an answer brings.
///
/// @param start where its body begins; -1 where the server has nothing from there on
/// @param total the whole file's size; -1 where the server does not say
record RangeAnswer(long start, long total) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+(?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

  /// Reads the answer's head.
  ///
  /// @throws IOException if it contradicts itself
  static RangeAnswer of(HubHttp.Answer answer) throws IOException {
    if (answer.status() == 200) {
      return new RangeAnswer(0, contentLength(answer));
    }
    Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").strip());
    long start = -1;
    long total = -1;
    if (range.matches()) {
      start = range.group(1) == null ? -1 : Long.parseLong(range.group(1));
      total = range.group(2) == null ? -1 : Long.parseLong(range.group(2));
    }
    if (answer.status() == 206 && start < 0) {
      throw new IOException(
          "%s sends a part of the file and does not say which".formatted(answer.uri().getHost()));
    }
    return new RangeAnswer(answer.status() == 206 ? start : -1, total);
  }

  private static long contentLength(HubHttp.Answer answer) {
    // With another encoding the length would be that of the encoded bytes.
    boolean plain = answer.header("Content-Encoding").matches("|identity");
    return plain ? answer.headers().firstValueAsLong("Content-Length").orElse(-1) : -1;
  }
}
