package dev.gloss.server.secrets;

import static dev.gloss.server.secrets.Samples.first;
import static dev.gloss.server.secrets.Samples.last;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBlocksTest {
  private static final Samples SAMPLES = new Samples(7);

  /// Lines of a key, the last one shorter.
  private static List<String> key() {
    return Stream.concat(
            Stream.generate(() -> SAMPLES.of(64, Samples.BASE64)).limit(4),
            Stream.of(SAMPLES.of(19, Samples.BASE64) + "0="))
        .toList();
  }

  /// All of it is to be shown but the lines of the key, which are masked.
  private static void check(String text, List<String> key) {
    String expected = text;
    for (String line : key) {
      expected = expected.replace(line, "*".repeat(line.length()));
    }
    assertEquals(expected, SecretMask.mask(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
        "SOME_OTHER-KIND 2 OF PRIVATE KEY",
        "private key"
      })
  void aBlockIsCoveredWhateverItsTitle(String title) {
    List<String> key = key();
    check(
        "x\n" + first(title) + "\n" + String.join("\n", key) + "\n" + last(title) + "\ny = 1;",
        key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"    ", "\t", "// ", "//", "# ", " * ", ";; ", "-- ", "> ", "REM ", "dnl  ", "+"})
  void whateverStandsBeforeItsLinesStays(String prefix) {
    List<String> key = key();
    String between = "\n" + prefix;
    check(
        prefix
            + first("RSA PRIVATE KEY")
            + between
            + String.join(between, key)
            + between
            + last("RSA PRIVATE KEY")
            + between
            + "return",
        prefix.equals("+") || prefix.equals("//")
            ? key.stream().map(line -> prefix + line).toList()
            : key);
  }

  @Test
  void headersDoNotHideIt() {
    List<String> key = key();
    check(
        first("RSA PRIVATE KEY")
            + "\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,0011\r\n\r\n"
            + String.join("\r\n", key)
            + "\r\n"
            + last("RSA PRIVATE KEY"),
        key);
    List<String> pgp = Stream.concat(key().stream(), Stream.of("=q7Zk")).toList();
    check(
        first("PGP PRIVATE KEY BLOCK")
            + "\nVersion: GnuPG v2\nComment: mine\n\n"
            + String.join("\n", pgp)
            + "\n"
            + last("PGP PRIVATE KEY BLOCK")
            + "\nrest",
        pgp);
    List<String> ssh = key();
    check(
        "---- BEGIN SSH2 ENCRYPTED PRIVATE"
            + " KEY ----\nSubject: me\nComment: \"2048-bit RSA, \\\nof somebody\"\n"
            + String.join("\n", ssh)
            + "\n---- END SSH2 ENCRYPTED PRIVATE"
            + " KEY ----\nrest",
        ssh);
  }

  @ParameterizedTest
  @ValueSource(strings = {"// ", " * ", "# ", "REM ", "> "})
  void headersInACommentDoNotHideIt(String prefix) {
    List<String> key = key();
    String between = "\n" + prefix;
    check(
        prefix
            + first("RSA PRIVATE KEY")
            + between
            + "Proc-Type: 4,ENCRYPTED"
            + between
            + "DEK-Info: AES-128-CBC,0011"
            + "\n"
            + prefix.stripTrailing()
            + between
            + String.join(between, key)
            + "\nint x = a - b;",
        key);
  }

  @Test
  void aKeyInOneLineOrInPiecesOfStringsIsCovered() {
    List<String> key = key();
    String begin = first("PRIVATE KEY");
    String end = last("PRIVATE KEY");
    check(
        "{\"private_key\": \"" + begin + "\\n" + String.join("\\n", key) + "\\n" + end + "\\n\"}",
        key);
    check("KEY=" + begin + " " + String.join(" ", key) + " " + end + "\nA=1", key);
    check(begin + String.join("", key) + end + " x", List.of(String.join("", key)));
    check(
        "String k =\n    \""
            + begin
            + "\\n\"\n        + \""
            + String.join("\\n\"\n        + \"", key)
            + "\\n\"\n        + \""
            + end
            + "\";\nint x = 1;",
        key);
    check("['" + begin + "',\n '" + String.join("',\n '", key) + "',\n '" + end + "']", key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int x = a - b;",
        "return",
        "}",
        "pass",
        "x = 1",
        "for (int i = 0; i < 10; i++) {",
        "else",
        "# a comment of some words"
      })
  void ofAnUnfinishedKeyTheLinesAreCoveredAndTheCodeAfterThemStays(String code) {
    List<String> key = key();
    check(first("EC PRIVATE KEY") + "\n" + String.join("\n", key) + "\n" + code + "\nfoo2\n", key);
    List<String> whole = key.subList(0, 3);
    check(
        first("EC PRIVATE KEY") + "\n" + String.join("\n", whole) + "\n" + code + "\nfoo\n", whole);
  }

  @Test
  void whatIsTypedOfAKeyIsCovered() {
    check(first("PRIVATE KEY") + "\nMIIE", List.of("MIIE"));
    check(
        "x\n" + first("RSA PRIVATE KEY") + "\nMIIE\nab\n" + last("RSA PRIVATE KEY") + "\ny",
        List.of("MIIE", "ab"));
  }

  @Test
  void aKeyOfPuttyIsCovered() {
    List<String> open = key();
    List<String> key = key();
    String mac = SAMPLES.of(64, Samples.HEX);
    String text =
        "PuTTY-User-Key-File-3: ssh-ed25519\r\n"
            + "Encryption: none\r\n"
            + "Comment: me\r\n"
            + "Public-Lines: 5\r\n"
            + String.join("\r\n", open)
            + "\r\nPrivate-Lines: 5\r\n"
            + String.join("\r\n", key)
            + "\r\nPrivate-MAC: "
            + mac
            + "\r\nrest";
    check(text, Stream.concat(key.stream(), Stream.of(mac)).toList());
  }

  @Test
  void codeThatReadsKeysAndWhatIsPublicStays() {
    for (String text :
        List.of(
            "pem = pem.replace(\""
                + first("PRIVATE KEY")
                + "\", \"\")\n    .replace(\""
                + last("PRIVATE KEY")
                + "\", \"\")\n    .replaceAll(\"\\\\s\", \"\");",
            "String BEGIN = \""
                + first("PRIVATE KEY")
                + "\";\nString END = \""
                + last("PRIVATE KEY")
                + "\";\nString body = text.substring(BEGIN.length(), end);",
            first("PUBLIC KEY") + "\n" + String.join("\n", key()) + "\n" + last("PUBLIC KEY"),
            first("CERTIFICATE") + "\n" + String.join("\n", key()) + "\n" + last("CERTIFICATE"),
            "---- begin of the list ----\nfoo\n---- end of the list ----")) {
      assertSame(text, SecretMask.mask(text));
    }
  }
}
