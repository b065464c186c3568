package dev.gloss.server.lsp;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The little that has to be known of a message which is too long: read as it streams by, without
/// keeping the rest.
final class MessageOutline {
  private static final Set<String> ON_THE_WAY = Set.of("params", "textDocument");

  private final JsonReader reader;
  private final JsonObject kept = new JsonObject();
  private @Nullable String uri;

  private MessageOutline(InputStream body) {
    reader = new JsonReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /// Reads a message to its end.
  ///
  /// @throws IOException if the stream fails or ends before
  static Incoming.TooLong read(InputStream in, long bytes) throws IOException {
    Body body = new Body(in, bytes);
    MessageOutline outline = new MessageOutline(body);
    outline.read();
    body.skipRest();
    return new Incoming.TooLong(bytes, outline.kept.toString(), outline.uri);
  }

  private void read() {
    try {
      members(0);
    } catch (IOException | RuntimeException e) {
      // Not JSON, or the stream's end, which skipping the rest finds as well.
    }
  }

  /// The members of an object, and of those that lead to the document's name.
  private void members(int depth) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      JsonToken kind = reader.peek();
      if (depth == 0 && name.equals("id") && kind == JsonToken.NUMBER) {
        kept.addProperty(name, reader.nextLong());
      } else if (depth == 0 && isText(kind) && (name.equals("id") || name.equals("method"))) {
        kept.addProperty(name, reader.nextString());
      } else if (depth == ON_THE_WAY.size() && name.equals("uri") && isText(kind)) {
        uri = reader.nextString();
      } else if (ON_THE_WAY.contains(name) && kind == JsonToken.BEGIN_OBJECT) {
        members(depth + 1);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private static boolean isText(JsonToken kind) {
    return kind == JsonToken.STRING;
  }

  /// The bytes of one message.
  private static final class Body extends InputStream {
    private final InputStream in;
    private long left;

    Body(InputStream in, long bytes) {
      this.in = in;
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }

    void skipRest() throws IOException {
      in.skipNBytes(left);
    }
  }
}
