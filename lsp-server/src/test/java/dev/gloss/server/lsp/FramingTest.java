package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static List<String> read(String bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8));
    List<String> messages = new ArrayList<>();
    Optional<String> message = Framing.read(in);
    while (message.isPresent()) {
      messages.add(message.get());
      message = Framing.read(in);
    }
    return messages;
  }

  private static void checkError(String bytes, String text) {
    IOException e = assertThrows(IOException.class, () -> read(bytes));
    assertEquals(text, e.getMessage());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Framing framing = new Framing(out);
    framing.write("{\"a\":\"é😀\"}");
    framing.write("{}");
    String bytes = out.toString(StandardCharsets.UTF_8);
    assertEquals("Content-Length: 14\r\n\r\n{\"a\":\"é😀\"}Content-Length: 2\r\n\r\n{}", bytes);
    assertEquals(List.of("{\"a\":\"é😀\"}", "{}"), read(bytes));
  }

  @Test
  void otherHeadersAndSpellingsAreTaken() throws IOException {
    assertEquals(
        List.of("{}"),
        read("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:2\n\n{}"));
    assertEquals(List.of(), read(""));
  }

  @Test
  void brokenFramesAreNamed() {
    checkError("Content-Length: 5\r\n\r\n{}", "the stream ends after 2 of 5 bytes");
    checkError("Content-Length: 5\r\n", "the stream ends inside a header");
    checkError("X: 1\r\n\r\n{}", "a header has no Content-Length");
    checkError("Content-Length: many\r\n\r\n", "Content-Length is 'many': expected 0 to 268435456");
    checkError("Content-Length: -1\r\n\r\n", "Content-Length is '-1': expected 0 to 268435456");
    checkError("x".repeat(5000), "a header line is longer than 4096 bytes");
  }
}
