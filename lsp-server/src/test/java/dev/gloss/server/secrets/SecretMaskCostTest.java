package dev.gloss.server.secrets;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a mask costs grows with the length of the text and no faster, whatever the text.
class SecretMaskCostTest {
  private static final int SHORT = 1 << 16;
  private static final int TIMES = 4;

  /// Twice what is right, for a machine that has other things to do.
  private static final int GROWTH = 2 * TIMES;

  private static final int MOST_ROUNDS = 30;

  /// Below that a machine measures itself.
  private static final long NOTHING_NANOS = 5_000_000;

  private static final long MUCH_NANOS = 2_000_000_000L;

  static Stream<String> units() {
    return Stream.of(
        "-",
        "=",
        "a",
        "1",
        " ",
        "\n",
        "\"",
        "--",
        "BEGIN",
        "://",
        "://a:",
        "://a:b@",
        "://a:b/",
        "@",
        "a@",
        "eyJ",
        "-eyJ",
        "eyJeyJeyJ.eyJ",
        "glpat-",
        "sk-",
        "ghp_",
        "xoxb-12345678-",
        "Q~",
        "Bearer ",
        "Bearer a1B2",
        "Basic dTpw",
        "\\n",
        "token=",
        "token: ",
        "token='a1",
        "\"password\":\"",
        "set(\"token\",",
        "api_key=a1B2",
        "password=a1B2c3D4e5,",
        "a.token.",
        "Private-Lines: 9999\n",
        "Private-MAC: ab",
        Samples.first("PRIVATE KEY"),
        Samples.first("PRIVATE KEY") + "\n",
        Samples.last("PRIVATE KEY"),
        Samples.first("PRIVATE KEY") + "\nMIIE\n",
        "----BEGIN ",
        "-----BEGIN PRIVATE ");
  }

  @ParameterizedTest
  @MethodSource("units")
  void aTextOfTheSameAgainAndAgain(String unit) {
    check(unit.repeat(TIMES * SHORT / unit.length() + 1));
  }

  static Stream<String> random() {
    String base64 = random(Samples.BASE64);
    return Stream.of(
        random(Samples.HEX),
        base64,
        random(Samples.ALNUM + " \n\"'=:/@-.,;()"),
        "ey" + base64.substring(0, 100_000) + ".ey" + base64,
        "token = \"" + base64,
        "https://user:" + base64,
        Samples.first("PRIVATE KEY") + "\n" + base64,
        Samples.first("PRIVATE KEY") + "\n" + base64.replaceAll(".{64}", "$0\n"));
  }

  private static String random(String alphabet) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    while (text.length() < TIMES * SHORT) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("random")
  void aTextOfRandomCharacters(String text) {
    check(text);
  }

  private static void check(String text) {
    String part = text.substring(0, SHORT);
    long few = Long.MAX_VALUE;
    long many = Long.MAX_VALUE;
    // What others do on the machine costs time now and then; what grows too fast does so each time.
    for (int i = 0; i < MOST_ROUNDS && !isLinear(few, many); i++) {
      few = Math.min(few, nanos(part));
      many = Math.min(many, nanos(text));
    }
    String times = few / 1000 + " and " + many / 1000 + " µs";
    assertTrue(isLinear(few, many), times);
    assertTrue(many < MUCH_NANOS, times);
  }

  private static boolean isLinear(long few, long many) {
    return many < NOTHING_NANOS || many < Long.MAX_VALUE && many <= GROWTH * few;
  }

  /// Of the processor, for this thread: others may be at work.
  private static long nanos(String text) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    SecretMask.mask(text);
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
  }
}
