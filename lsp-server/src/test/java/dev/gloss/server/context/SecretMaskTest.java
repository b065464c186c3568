package dev.gloss.server.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

  /// The part between `[` and `]` is the secret.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "key = \"[AKIAABCDEFGHIJKLMNOP]\"",
        "token: [ghp_abcdefghijklmnopqrstuvwxyzABCDEF0123]",
        "[glpat-abcdefghij0123456789]",
        "url = \"https://user:[hunter22]@example.org/\"",
        "[xoxb-1234567890-abcdef]",
        "a [eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4f] b",
      })
  void secretsAreCovered(String marked) {
    int from = marked.indexOf('[');
    int to = marked.indexOf(']');
    String text =
        marked.substring(0, from) + marked.substring(from + 1, to) + marked.substring(to + 1);
    String expected =
        marked.substring(0, from) + "*".repeat(to - from - 1) + marked.substring(to + 1);
    assertEquals(expected, SecretMask.mask(text));
  }

  @Test
  void aPrivateKeyIsCoveredToItsEndAndKeepsItsLines() {
    assertEquals(
        "x\n-----BEGIN RSA PRIVATE KEY-----\n****\n**\n-----END RSA PRIVATE KEY-----\ny",
        SecretMask.mask(
            "x\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nab\n-----END RSA PRIVATE KEY-----\ny"));
    assertEquals(
        "-----BEGIN PRIVATE KEY-----\n****", SecretMask.mask("-----BEGIN PRIVATE KEY-----\nMIIE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String token = tokenizer.next();",
        "http://localhost:8080/path@x",
        "jdbc:mysql://host:3306/db",
        "String s = \"${user}:${password}@host\";",
        "AKIA is the prefix",
        "mask-and-sk-learn",
      })
  void codeIsLeftAlone(String code) {
    assertEquals(code, SecretMask.mask(code));
  }

  @Test
  void aLargeFileCostsLittle() {
    String code = "    return value.equals(other.value) && name.equals(other.name); // :// sk-\n";
    String large = code.repeat(20_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(large, SecretMask.mask(large)));
    String hostile = "://" + "a".repeat(200_000) + ":" + "b".repeat(200_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(hostile, SecretMask.mask(hostile)));
  }

  @Test
  void aCursorMovesWithTheLineEnds() {
    CursorText text = CursorText.of("a\r\nb\r\nc", 4);
    assertEquals("a\nb", text.before());
    assertEquals("\nc", text.after());
    String plain = "a\nb";
    assertSame(plain, CursorText.of(plain, 1).text());
    assertEquals("a\n", CursorText.of("a\r\nb", 2).before());
  }
}
