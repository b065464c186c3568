package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.testing.GoldenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The families' tokenizers against what the reference library makes of the same texts.
class GoldenTokenizerTest {

  @TestFactory
  Stream<DynamicTest> textBecomesTheReferencesIdsAndBack() {
    return cases("cases.json", "", GoldenTokenizerTest::checkText);
  }

  @TestFactory
  Stream<DynamicTest> everyPrefixDecodesAsInTheReference() {
    return cases("decode.json", "prefixes", GoldenTokenizerTest::checkPrefixes);
  }

  @TestFactory
  Stream<DynamicTest> bytesThatAreNoUtf8DecodeAsInTheReference() {
    return cases("decode.json", "raw", GoldenTokenizerTest::checkRawBytes);
  }

  private static void checkText(BpeTokenizer tokenizer, JsonNode expected) {
    int[] ids = tokenizer.encode(expected.get("text").textValue());
    assertArrayEquals(GoldenModel.ints(expected.get("ids")), ids);
    assertEquals(expected.get("decoded").textValue(), tokenizer.decode(ids));
    assertEquals(
        expected.get("decoded_skip_special").textValue(), tokenizer.decodeWithoutSpecial(ids));
    assertEquals(expected.get("decoded").textValue(), streamed(tokenizer, ids));
  }

  private static void checkPrefixes(BpeTokenizer tokenizer, JsonNode expected) {
    int[] ids = GoldenModel.ints(expected.get("ids"));
    List<String> texts = GoldenTokenizers.strings(expected.get("texts"));
    List<String> decoded = new ArrayList<>();
    List<String> streamed = new ArrayList<>();
    for (int n = 1; n <= ids.length; n++) {
      int[] prefix = Arrays.copyOf(ids, n);
      decoded.add(tokenizer.decode(prefix));
      streamed.add(streamed(tokenizer, prefix));
    }
    assertEquals(texts, decoded);
    assertEquals(texts, streamed);
  }

  private static void checkRawBytes(BpeTokenizer tokenizer, JsonNode expected) {
    int[] ids = GoldenModel.ints(expected.get("ids"));
    int[] bytes = GoldenModel.ints(expected.get("bytes"));
    for (int i = 0; i < ids.length; i++) {
      assertArrayEquals(new byte[] {(byte) bytes[i]}, tokenizer.bytesOf(ids[i]));
    }
    assertEquals(expected.get("text").textValue(), tokenizer.decode(ids));
    assertEquals(expected.get("text").textValue(), streamed(tokenizer, ids));
  }

  @Test
  void configurationGivesTheTokensAtBothEnds() {
    BpeTokenizer v2 = GoldenTokenizers.load("deepseek-v2");
    assertEquals(100_000, v2.bosId().orElseThrow());
    assertEquals(100_001, v2.eosId().orElseThrow());
    assertEquals(100_005, v2.vocabularySize());
    BpeTokenizer v3 = GoldenTokenizers.load("deepseek-v3");
    assertEquals(0, v3.bosId().orElseThrow());
    assertEquals(1, v3.eosId().orElseThrow());
    assertEquals(128_815, v3.vocabularySize());
    assertEquals(List.of(true, true), List.of(v2.addBosToken(), v3.addBosToken()));
  }

  /// What a stream gives in all; on the way, no part may end inside a surrogate pair.
  private static String streamed(BpeTokenizer tokenizer, int[] ids) {
    var stream = tokenizer.stream();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      String part = stream.push(id);
      assertFalse(!part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1)));
      text.append(part);
    }
    return text.append(stream.finish()).toString();
  }

  private interface Check {
    void run(BpeTokenizer tokenizer, JsonNode expected);
  }

  private static Stream<DynamicTest> cases(String file, String member, Check check) {
    return GoldenTokenizers.FAMILIES.stream()
        .flatMap(
            family -> {
              JsonNode json = GoldenTokenizers.json(family, file);
              JsonNode cases = member.isEmpty() ? json : json.path(member);
              List<DynamicTest> tests = new ArrayList<>();
              for (JsonNode expected : cases) {
                tests.add(
                    DynamicTest.dynamicTest(
                        family + " " + expected.get("name").textValue(),
                        () -> check.run(GoldenTokenizers.load(family), expected)));
              }
              return tests.stream();
            });
  }
}
