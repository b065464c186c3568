package dev.gloss.server.secrets;

import static dev.gloss.server.secrets.Samples.ALNUM;
import static dev.gloss.server.secrets.Samples.BASE32;
import static dev.gloss.server.secrets.Samples.BASE64;
import static dev.gloss.server.secrets.Samples.DIGITS;
import static dev.gloss.server.secrets.Samples.HEX;
import static dev.gloss.server.secrets.Samples.LOWER;
import static dev.gloss.server.secrets.Samples.UPPER;
import static dev.gloss.server.secrets.Samples.URL64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFinderTest {
  private static final Samples SAMPLES = new Samples(42);

  private static String s(int length, String alphabet) {
    return SAMPLES.of(length, alphabet);
  }

  static Stream<String> tokens() {
    String letters = LOWER + LOWER.toUpperCase(Locale.ROOT);
    return Stream.of(
        "AKIA" + s(16, BASE32),
        "ABIA" + s(16, BASE32),
        "A3TX" + s(16, BASE32),
        "ABSK" + s(120, BASE64),
        "AIza" + s(35, URL64),
        "GOCSPX-" + s(28, URL64),
        "ya29." + s(60, URL64),
        s(3, ALNUM) + "8Q~" + s(34, ALNUM),
        "LTAI" + s(20, ALNUM),
        "dop_v1_" + s(64, HEX),
        "dor_v1_" + s(64, HEX),
        "hvs." + s(95, URL64),
        "s." + s(23, ALNUM) + "4",
        s(14, ALNUM) + ".atlas" + "v1." + s(65, URL64),
        "HRKU-AA" + s(58, URL64),
        "pul-" + s(40, HEX),
        "pscale_pw_" + s(43, ALNUM),
        "sha256~" + s(43, URL64),
        "ghp_" + s(36, ALNUM),
        "ghs_" + s(36, ALNUM),
        "github_pat_" + s(22, ALNUM) + "_" + s(59, ALNUM),
        "glpat-" + s(20, ALNUM),
        "glpat-" + s(27, ALNUM) + ".01" + s(7, DIGITS + LOWER),
        "gldt-" + s(20, URL64),
        "glrt-" + s(20, URL64),
        "ATATT3" + s(186, URL64),
        "npm_" + s(36, ALNUM),
        "pypi-" + "AgEIcHlwaS5vcmc" + s(70, URL64),
        "rubygems_" + s(48, HEX),
        "dckr_pat_" + s(27, URL64),
        "AKCp" + s(69, ALNUM),
        "API-" + s(26, UPPER),
        "dp.pt." + s(43, ALNUM),
        "A3-" + s(6, UPPER) + "-" + s(11, UPPER) + ("-" + s(5, UPPER)).repeat(3),
        "AGE-SECRET-" + "KEY-1" + s(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
        "PMAK-" + s(24, HEX) + "-" + s(34, HEX),
        "pat." + s(22, ALNUM) + "." + s(24, ALNUM) + "." + s(20, ALNUM),
        "eyJ" + s(20, ALNUM) + ".eyJ" + s(40, URL64) + "." + s(43, URL64),
        "sk-" + s(48, ALNUM),
        "sk-ant-api03-" + s(93, URL64) + "AA",
        "hf_" + s(34, letters),
        "dapi" + s(32, HEX),
        "sk_test_" + s(24, ALNUM),
        "rk_live_" + s(24, ALNUM),
        "whsec_" + s(32, ALNUM),
        "sq0atp-" + s(22, URL64),
        "shpat_" + s(32, HEX),
        "xoxb-" + s(12, DIGITS) + "-" + s(12, DIGITS) + "-" + s(24, ALNUM),
        "xoxp-" + (s(11, DIGITS) + "-").repeat(3) + s(32, HEX),
        "xapp-1-A" + s(10, UPPER) + "-" + s(13, DIGITS) + "-" + s(64, HEX),
        "hooks.slack.com/services/T" + s(9, UPPER) + "/B" + s(9, UPPER) + "/" + s(24, ALNUM),
        s(9, "123456789") + ":AA" + s(33, URL64),
        s(15, DIGITS) + "|" + s(27, URL64),
        "SK" + s(32, HEX),
        "SG." + s(22, URL64) + "." + s(43, URL64),
        "xkeysib-" + s(64, HEX) + "-" + s(16, ALNUM),
        s(32, HEX) + "-us12",
        "glsa_" + s(32, ALNUM) + "_" + s(8, HEX),
        "glc_" + s(60, BASE64),
        "sntryu_" + s(64, HEX),
        "NRAK-" + s(27, UPPER),
        "lin_api_" + s(40, ALNUM),
        "ntn_" + s(11, DIGITS) + s(35, ALNUM),
        s(6, ALNUM) + "_" + s(29, ALNUM) + "_mmk");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void tokensOfWellKnownFormsAreCovered(String token) {
    for (List<String> around :
        List.of(
            List.of("", ""),
            List.of("x = f(\"", "\");"),
            List.of("a\\n", "\\nb"),
            List.of("https://example.org/?q%3D", "&x=1"),
            List.of("<a>", "</a>"))) {
      assertEquals(
          around.getFirst() + "*".repeat(token.length()) + around.getLast(),
          SecretMask.mask(around.getFirst() + token + around.getLast()));
    }
  }

  static Stream<String> noTokens() {
    return Stream.of(
        "ghp_" + s(30, ALNUM),
        "npm_" + s(20, ALNUM),
        "glpat-" + s(12, ALNUM),
        "dop_v1_" + s(32, HEX),
        "AKIA" + s(10, BASE32),
        "AKIA" + s(20, BASE32),
        "AKIA" + s(9, BASE32) + "EXAMPLE",
        "hf_" + s(12, ALNUM),
        "SG." + s(8, ALNUM) + "." + s(8, ALNUM),
        "sk_test_" + s(6, ALNUM),
        "SK" + s(40, HEX),
        "x" + "SK" + s(32, HEX),
        "dapi" + s(20, HEX));
  }

  @ParameterizedTest
  @MethodSource("noTokens")
  void whatIsOfAnotherLengthStays(String text) {
    assertEquals(text, SecretMask.mask(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glpat-your-personal-access-token-goes-here",
        "sk-this-is-where-the-key-of-your-account-goes",
        "hf_modelForConditionalGenerationAndMore",
        "npm_thisIsTheNameOfAVariableOrOfAParameter",
        "whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk_live_thePublishableKeyOfTheCustomer",
        "ghp_ghp_ghp_ghp_ghp_ghp_ghp_ghp_ghp_ghp_ghp_",
        "hvs.CAESIHereStandsTheTokenThatTheServerReturnsWhenSomebodyLogsInWithTheRightPasswordAndName",
        "s.getTheNameOfTheUserOfX1()",
        "SG.aConstantOfTheModule.theNameOfTheValueThatIsWantedHereAndNowhereElse",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"
      })
  void whatIsMadeOfWordsStays(String text) {
    assertEquals(text, SecretMask.mask(text));
  }

  @Test
  void aTokenBehindOneThatIsNoneIsCovered() {
    String token = "glpat-" + s(26, ALNUM);
    String text = "glpat-your-token-here-or-this ";
    assertEquals(text + "*".repeat(token.length()), SecretMask.mask(text + token));
  }
}
