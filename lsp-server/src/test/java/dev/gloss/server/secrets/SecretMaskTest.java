package dev.gloss.server.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
  private static final Samples SAMPLES = new Samples(20261127);

  /// What stands before a secret, the secret, and what stands after it.
  static Stream<Arguments> secrets() {
    String basic =
        Base64.getEncoder()
            .encodeToString(("user:" + word(12)).getBytes(StandardCharsets.ISO_8859_1));
    return Stream.of(
        // In URLs.
        arguments("url = \"https://user:", "hunter22", "@example.org/\""),
        arguments("redis://:", word(12), "@cache:6379/0"),
        arguments("mongodb+srv://app:", word(20), "@c0.example.net/db?w=1"),
        arguments("jdbc:postgresql://me:", word(9) + "/" + word(3), "@db/x"),
        arguments("amqp://a:", "p@" + word(6), "@mq"),
        arguments("ftp://me%40example.org:", word(8) + "$!", "@ftp.example.org"),
        arguments("git clone https://ci:", word(24), "@example.org/a/b.git"),
        // In headers.
        arguments("Authorization: Bearer ", word(40), ""),
        arguments("h.set(\"Authorization\", \"Bearer ", word(24), "\");"),
        arguments("headers: { authorization: 'bearer ", word(30), "' }"),
        arguments("-H 'Authorization: Basic ", basic, "'"),
        arguments("Authorization: Token ", SAMPLES.of(40, Samples.HEX), "\r\nx"),
        arguments("X-Api-Key: ", word(32), "\n"),
        // Beside a name.
        arguments("password = \"", word(12), "\""),
        arguments("  \"client_secret\": \"", word(32), "\","),
        arguments("API_KEY=", word(40), "\nB=1"),
        arguments("export GITEA_TOKEN='", SAMPLES.of(40, Samples.HEX), "'"),
        arguments("aws_secret_access_key = ", SAMPLES.of(39, Samples.BASE64) + "7", "\n"),
        arguments("private static final String DB_PASSWORD_2 = \"", word(16), "\";"),
        arguments("config.setSecret(\"", word(20), "\");"),
        arguments("map.put(\"apiKey\", \"", word(20), "\");"),
        arguments("<password>", word(14), "</password>"),
        arguments("<add key=\"Password\" value=\"", word(14), "\" />"),
        arguments("tool --password ", word(14), " run"),
        arguments("tool --auth-token=", word(24), " run"),
        arguments("https://example.org/?access_token=", word(24), "&x=1"),
        arguments("Server=db;User=sa;Password=", word(14), ";"),
        arguments("{\\\"token\\\": \\\"", word(24), "\\\"}"),
        arguments("if (token == \"", word(24), "\") {"));
  }

  /// Random letters and digits, of each some.
  private static String word(int length) {
    return SAMPLES.of(length - 3, Samples.ALNUM) + "7qZ";
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secretsAreCovered(String before, String secret, String after) {
    assertEquals(
        before + "*".repeat(secret.length()) + after, SecretMask.mask(before + secret + after));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String token = tokenizer.next();",
        "password = readPassword()",
        "password = readPassword2(console1)",
        "char[] password = console.readPassword(\"Password for %s: \", user1);",
        "this.apiKey = apiKey;",
        "token: Promise<Token2<String>>",
        "String secret = environment.getProperty(\"app.secret\");",
        "password: ${DB_PASSWORD_1}",
        "password = \"changeme\"",
        "password = \"<your password 1>\"",
        "api_key: \"YOUR_API_KEY_1\"",
        "API_KEY=xxxxxxxxxxxxxxxxxxxxxxxx",
        "token = \"this-is-not-a-token-but-12-words\"",
        "secret = aVeryLongIdentifierThatHasNoSecret2InIt.someOtherLongName1",
        "MAX_TOKENS = 1234567890123456",
        "secretKeyMask = 0x7FFF0000A5A5L",
        "passwordFile=/etc/ssl/private/k3Y9/x7Qz.pem",
        "token_url = \"https://id.example.org/a1b2c3d4e5f6\"",
        "tokenVersion = \"2.14.3-rc.1\"",
        "publicKey = \"q7Zk2Xw9Rb4Lm8Tn\"",
        "http://localhost:8080/path@x",
        "https://registry.example.org:443/@scope/name",
        "https://example.org/@user:name@x",
        "jdbc:mysql://host:3306/db",
        "String s = \"${user}:${password}@host\";",
        "https://${user}:${password}@host/",
        "https://user:<password>@host/",
        "https://%s:%s@host/",
        "https://user:password@host/",
        "postgres://$USER:$PASSWORD@host/",
        "Bearer tokens are described in section 2.1",
        "WWW-Authenticate: Bearer realm=\"example\"",
        "\"Bearer \" + accessToken2",
        "Basic authentication with user and password",
        "negotiate http/1.1 with the proxy",
        "AKIA is the prefix",
        "mask-and-sk-learn",
        "sk-learn-is-a-library-for-machine-learning",
      })
  void codeAndPlaceholdersAreLeftAlone(String code) {
    assertSame(code, SecretMask.mask(code));
  }

  @Test
  void whatIsRandomButNoSecretStays() {
    for (String text :
        new String[] {
          "commit " + SAMPLES.of(40, Samples.HEX),
          "sha256:" + SAMPLES.of(64, Samples.HEX),
          "\"integrity\": \"sha512-" + SAMPLES.of(86, Samples.BASE64) + "==\"",
          "ETag: \"" + SAMPLES.of(32, Samples.HEX) + "\"",
          "id = \"" + java.util.UUID.nameUUIDFromBytes(new byte[] {1}) + "\"",
          "index " + SAMPLES.of(7, Samples.HEX) + ".." + SAMPLES.of(7, Samples.HEX) + " 100644",
          "data:image/png;base64," + SAMPLES.of(400, Samples.BASE64),
          "serialVersionUID = -" + SAMPLES.of(18, Samples.DIGITS) + "L;",
          "checksum: 0x" + SAMPLES.of(16, Samples.HEX),
        }) {
      assertEquals(text, SecretMask.mask(text));
    }
  }

  @Test
  void offsetsAndLineEndsStay() {
    String secret = word(30);
    String text = "a\r\ntoken = \"" + secret + "\"\r\nb";
    assertEquals(
        "a\r\ntoken = \"" + "*".repeat(30) + "\"\r\nb", SecretMask.mask(text), "same length");
  }
}
