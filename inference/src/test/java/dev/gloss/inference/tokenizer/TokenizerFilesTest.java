package dev.gloss.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.ModelException;
import dev.gloss.inference.testing.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are missing, damaged, or ask for what is not supported: one line that says where,
/// what was expected and what was found.
class TokenizerFilesTest {
  private static final String MERGE = "\"merges\":[\"";

  @TempDir private Path folder;

  private String good = "";

  @BeforeEach
  void readAGoodFile() throws IOException {
    good = GoldenModel.json(GoldenModel.V3.folder().resolve("tokenizer.json")).toString();
    write("tokenizer.json", good);
    BpeTokenizer.load(folder);
  }

  @Test
  void foldersWithoutTokenizer() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    checkMessage(nowhere + ": expected a model's folder, found none", nowhere);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    checkMessage(empty + ": expected a file tokenizer.json, found none", empty);
  }

  @Test
  void filesThatAreNoJsonObject() throws IOException {
    check(": expected a JSON object, found an empty file", "");
    check(": expected a JSON object, found an array", "[1]");
    check(": expected valid JSON, found at line 1, column", "\u0000\u0001garbage");
    check(": expected the end of the file after the object, found \"x\"", good + "\"x\"");
    for (int cut : new int[] {1, 100, good.length() / 2, good.length() - 2}) {
      check(": expected valid JSON, found at line", good.substring(0, cut));
    }
  }

  @Test
  void missingParts() throws IOException {
    check(": model.vocab: expected an object, found nothing", "{}");
    check(": model.vocab: expected an object, found nothing", replaced("\"vocab\"", "\"v\""));
    check(": model.merges: expected an array, found nothing", replaced("\"merges\"", "\"m\""));
    check(": pre_tokenizer: expected one that ends in", replaced("\"pre_tokenizer\"", "\"p\""));
    check(
        ": model.vocab: expected a token for every byte of printable ASCII, found none for 0x21",
        replaced("\"!\":3", "\"Q!!Q\":3"));
  }

  @Test
  void wrongTypes() throws IOException {
    check(": model: expected an object, found 7", "{\"model\":7}");
    check(": model.vocab: expected an integer, found \"x\"", replaced("\"!\":3", "\"!\":\"x\""));
    check(": model.merges[0]: expected two tokens", replaced(MERGE, "\"merges\":[\"abc\",\""));
    check(": model.merges: expected a string, found 5", replaced(MERGE, "\"merges\":[5,\""));
    check(": added_tokens: expected an array, found an object", "{\"added_tokens\":{}}");
    check(": added_tokens[0].id: expected an integer, found nothing", replaced("\"id\":0,", ""));
  }

  @Test
  void tokensThatContradictEachOther() throws IOException {
    check(
        ": model.merges[0]: expected tokens of the vocabulary, found \"Qq\" in \"Qq a\"",
        replaced(MERGE, "\"merges\":[\"Qq a\",\""));
    check(": model.vocab: token \"\"\": expected an id of its own", replaced("\"!\":3", "\"!\":4"));
    check(
        ": model.vocab: token \"!\": expected one id, found two, 3 and 9999",
        replaced("\"!\":3", "\"!\":3,\"!\":9999"));
    check(
        ": model.vocab: token \"!\": expected an id from 0 to 4194303, found 99999999999",
        replaced("\"!\":3", "\"!\":99999999999"));
    check(": model.vocab: token \"!\": expected an id from 0", replaced("\"!\":3", "\"!\":-3"));
    check(
        ": model.vocab: token \"<think>\": expected an id of its own, found 5",
        replaced("\"id\":376", "\"id\":5"));
    check(
        ": added_tokens[0].id: expected 0, which model.vocab gives",
        replaced("\"id\":0", "\"id\":4000"));
  }

  @Test
  void whatAFileSaysIsShownOnOneLineAndCut() throws IOException {
    check(
        ": model.merges[0]: expected two tokens with a space between them, found"
            + " \"a\\u000Ab\\u001B[0m\"",
        replaced(MERGE, "\"merges\":[\"a\\nb\\u001b[0m\",\""));
    check(
        ": model.merges[0]: expected two tokens with a space between them, found \""
            + "x".repeat(60)
            + "…\"",
        replaced(MERGE, "\"merges\":[\"" + "x".repeat(10_000) + "\",\""));
  }

  @Test
  void unsupportedFeaturesAreRefusedByName() throws IOException {
    check(
        ": normalizer.normalizers[0].type: expected NFC or no normalizer, found \"Prepend\"",
        replaced("\"normalizers\":[]", "\"normalizers\":[{\"type\":\"Prepend\"}]"));
    check(
        ": normalizer.type: expected NFC or no normalizer, found \"NFKC\"",
        replaced("{\"type\":\"Sequence\",\"normalizers\":[]}", "{\"type\":\"NFKC\"}"));
    for (String flag : new String[] {"lstrip", "rstrip", "single_word"}) {
      check(
          ": added_tokens[0]." + flag + ": expected false, found true",
          replaced("\"" + flag + "\":false", "\"" + flag + "\":true"));
    }
    check(
        ": pre_tokenizer.pretokenizers[0].type: expected one of Split, Digits, ByteLevel, found"
            + " \"Metaspace\"",
        replaced("\"type\":\"Split\"", "\"type\":\"Metaspace\""));
    check(
        ": pre_tokenizer.pretokenizers[0].behavior: expected Isolated, found \"Removed\"",
        replaced("\"Isolated\"", "\"Removed\""));
    check(
        ": pre_tokenizer.pretokenizers[0].pattern.Regex: expected an expression that can be read",
        replaced("\"Regex\":\"", "\"Regex\":\"[[:alpha:]]"));
    check(": model.type: expected BPE, found WordPiece", replaced("\"BPE\"", "\"WordPiece\""));
    check(": model.dropout: expected no dropout", replaced("\"dropout\":null", "\"dropout\":0.1"));
    check(
        ": decoder.type: expected ByteLevel, found \"Fuse\"",
        replaced("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"type\":\"Fuse\""));
  }

  @Test
  void configurationsThatContradictTheTokenizer() throws IOException {
    checkConfig(": bos_token: expected a token of tokenizer.json, found \"<s>\"", "\"<s>\"");
    checkConfig(": bos_token: expected a string, found 7", "7");
    checkConfig(": bos_token.content: expected a string, found nothing", "{}");
    checkConfig(": expected valid JSON, found at line 1", "\"");
  }

  @Test
  void endTokensAreOptionalAndComeInTwoForms() throws IOException {
    assertEquals(OptionalInt.empty(), BpeTokenizer.load(folder).bosId());
    write(
        "tokenizer_config.json",
        "{\"bos_token\":null,\"eos_token\":{\"content\":\"<think>\"},\"add_bos_token\":true}");
    BpeTokenizer tokenizer = BpeTokenizer.load(folder);
    assertEquals(OptionalInt.empty(), tokenizer.bosId());
    assertEquals(OptionalInt.of(376), tokenizer.eosId());
    assertEquals(true, tokenizer.addBosToken());
  }

  @Test
  void theFirstTokenIsTheConfigurationsOrElseThePostProcessors() throws IOException {
    write("tokenizer_config.json", "{\"bos_token\":\"<think>\"}");
    assertEquals(false, BpeTokenizer.load(folder).addBosToken());
    String single = "\"single\":[{\"SpecialToken\":{\"id\":\"<think>\",\"type_id\":0}}]";
    String template = "{\"type\":\"TemplateProcessing\"," + single + "}";
    String processor = "\"post_processor\":{\"type\":\"Sequence\",\"processors\":[%s,%s]}";
    ObjectNode json = (ObjectNode) GoldenModel.json(folder.resolve("tokenizer.json"));
    json.remove("post_processor");
    String others = json.toString().substring(1);
    write(
        "tokenizer.json",
        "{" + processor.formatted("{\"type\":\"ByteLevel\"}", template) + "," + others);
    assertEquals(true, BpeTokenizer.load(folder).addBosToken());
    write("tokenizer_config.json", "{\"bos_token\":\"<think>\",\"add_bos_token\":false}");
    assertEquals(false, BpeTokenizer.load(folder).addBosToken());
    write("tokenizer_config.json", "{\"bos_token\":\"</think>\"}");
    assertEquals(false, BpeTokenizer.load(folder).addBosToken());
  }

  @Test
  void numbersThatNobodyReadsMayBeWhateverPythonWrites() throws IOException {
    int[] expected = BpeTokenizer.load(folder).encode("Hello world");
    String digits = "9".repeat(5000);
    for (String number :
        List.of(
            "1000000000000000019884624838656", digits, "-" + digits, "1e999", "NaN", "-Infinity")) {
      write("tokenizer_config.json", "{\"model_max_length\":" + number + "}");
      write("tokenizer.json", replaced("\"dropout\"", "\"unread\":" + number + ",\"dropout\""));
      assertArrayEquals(expected, BpeTokenizer.load(folder).encode("Hello world"));
    }
  }

  @Test
  void numbersThatAreReadMustFit() throws IOException {
    check(
        ": model.vocab: expected an integer of 64 bits, found 100000000000000000000",
        replaced("\"!\":3", "\"!\":100000000000000000000"));
    check(
        ": added_tokens[0].id: expected an integer, found NaN", replaced("\"id\":0", "\"id\":NaN"));
    write("tokenizer.json", good);
    checkConfig(
        ": bos_token: expected a string, found 1" + "0".repeat(39) + "…", "1" + "0".repeat(9000));
  }

  @Test
  void mergesMayBeWrittenAsPairs() throws IOException {
    int[] expected = BpeTokenizer.load(folder).encode("Hello world");
    ObjectNode json = (ObjectNode) GoldenModel.json(folder.resolve("tokenizer.json"));
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    for (JsonNode merge : json.at("/model/merges")) {
      String[] parts = merge.textValue().split(" ", -1);
      pairs.addArray().add(parts[0]).add(parts[1]);
    }
    ((ObjectNode) json.get("model")).set("merges", pairs);
    write("tokenizer.json", json.toString());
    assertArrayEquals(expected, BpeTokenizer.load(folder).encode("Hello world"));
  }

  private String replaced(String what, String by) {
    assertTrue(good.contains(what), what);
    int at = good.indexOf(what);
    return good.substring(0, at) + by + good.substring(at + what.length());
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void check(String expected, String json) throws IOException {
    write("tokenizer.json", json);
    checkMessage(folder.resolve("tokenizer.json") + expected, folder);
  }

  private void checkConfig(String expected, String bosToken) throws IOException {
    write("tokenizer_config.json", "{\"bos_token\":" + bosToken + "}");
    checkMessage(folder.resolve("tokenizer_config.json") + expected, folder);
  }

  private static void checkMessage(String expected, Path folder) {
    var e = assertThrows(ModelException.class, () -> BpeTokenizer.load(folder));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
