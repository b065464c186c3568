package dev.gloss.server.lsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static InputStream stream(String bytes) {
    return new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(String bytes) throws IOException {
    InputStream in = stream(bytes);
    List<String> messages = new ArrayList<>();
    Optional<Incoming> message = Framing.read(in);
    while (message.isPresent()) {
      messages.add(assertInstanceOf(Incoming.Whole.class, message.get()).json());
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
    assertEquals(
        List.of("{}", "[]"),
        read("CONTENT-LENGTH : 2 \r\nX-Trace\r\nX: a:b\r\n\r\n{}Content-Length: 2\r\n\r\n[]"));
    assertEquals(List.of("{}"), read("\uFEFFContent-Length: 2\r\n\r\n{}"));
    assertEquals(List.of(), read(""));
  }

  @Test
  void emptyLinesBeforeAHeaderArePassedOver() throws IOException {
    String message = "Content-Length: 2\r\n\r\n{}";
    assertEquals(
        List.of("{}", "{}", "{}"),
        read("\r\n\n" + message + "\n" + message + " \r\n\r\n\t\n" + message + "\r\n"));
  }

  @Test
  void aMessageThatIsTooLongIsPassedOverAndNamed() throws IOException {
    long bytes = Framing.LONGEST_MESSAGE_BYTES + 1000L;
    String start = "{\"jsonrpc\":\"2.0\",\"params\":{\"contentChanges\":[{\"text\":\"";
    String end =
        "\"}],\"textDocument\":{\"version\":2,\"uri\":\"file:///A\"}},"
            + "\"id\":7,\"method\":\"textDocument/hover\"}";
    String body = start + "x".repeat((int) bytes - start.length() - end.length()) + end;
    InputStream in =
        stream("Content-Length: " + bytes + "\r\n\r\n" + body + "\nContent-Length: 2\r\n\r\n{}");
    assertEquals(
        new Incoming.TooLong(bytes, "{\"id\":7,\"method\":\"textDocument/hover\"}", "file:///A"),
        Framing.read(in).orElseThrow());
    assertEquals(new Incoming.Whole("{}"), Framing.read(in).orElseThrow());
  }

  @Test
  void whatIsTooLongMayBeAnything() throws IOException {
    int bytes = Framing.LONGEST_MESSAGE_BYTES + 1;
    for (String piece : List.of("[", "x", "\"", " ", "{\"a\":")) {
      String body = piece.repeat(bytes / piece.length() + 1).substring(0, bytes);
      InputStream in =
          stream("Content-Length: " + bytes + "\r\n\r\n" + body + "Content-Length: 2\r\n\r\n{}");
      assertEquals(new Incoming.TooLong(bytes, "{}", null), Framing.read(in).orElseThrow());
      assertEquals(new Incoming.Whole("{}"), Framing.read(in).orElseThrow());
    }
    InputStream cut = stream("Content-Length: 99999999999\r\n\r\n{}");
    assertThrows(EOFException.class, () -> Framing.read(cut));
  }

  @Test
  void brokenFramesAreNamed() {
    checkError("Content-Length: 5\r\n\r\n{}", "the stream ends after 2 of 5 bytes");
    checkError("Content-Length: 5\r\n", "the stream ends inside a header");
    checkError("X: 1\r\n\r\n{}", "a header has no Content-Length");
    checkError(
        "Content-Length: many\r\n\r\n", "Content-Length is 'many': expected a number of bytes");
    checkError("Content-Length: -1\r\n\r\n", "Content-Length is '-1': expected a number of bytes");
    checkError("x".repeat(5000), "a header line is longer than 4096 bytes");
  }
}
