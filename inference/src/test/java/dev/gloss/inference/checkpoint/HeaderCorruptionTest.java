package dev.gloss.inference.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gloss.inference.testing.RandomCheckpoint;
import dev.gloss.inference.testing.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that can be wrong in a safetensors file by itself.
class HeaderCorruptionTest {

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void writeConfig() throws Exception {
    RandomCheckpoint.tiny().write(folder);
    file = folder.resolve("model.safetensors");
  }

  /// A header before eight bytes of data.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}} | has 8 bytes after its header, expected 4
          {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}} | tensor a has data_offsets [0, 12], expected at most 8
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}} | tensor a has data_offsets [4, 8], expected a beginning at 0
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}} | tensor b has data_offsets [4, 8], expected a beginning at 8
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "F16", "shape": [1], "data_offsets": [6, 8]}} | tensor b has data_offsets [6, 8], expected a beginning at 4
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}} | tensor a has data_offsets [8, 0], expected [begin, end]
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0]}} | tensor a has data_offsets [0], expected [begin, end]
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8, 8]}} | tensor a has data_offsets [0, 8, 8], expected [begin, end]
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}} | data_offsets of tensor a is [] and then -8, expected a list
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8.0]}} | data_offsets of tensor a is 8.0, expected a list
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 99999999999999999999]}} | the header is no valid JSON
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": 8}} | data_offsets of tensor a is 8, expected a list
          {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}} | tensor a has 8 bytes, expected 12 for F32 [3]
          {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}} | shape of tensor a is [] and then -2, expected a list
          {"a": {"dtype": "F32", "shape": ["2"], "data_offsets": [0, 8]}} | shape of tensor a is 2, expected a list
          {"a": {"dtype": "F32", "shape": [4294967296, 4294967296], "data_offsets": [0, 8]}} | tensor a has shape [4294967296, 4294967296], expected one that fits
          {"a": {"dtype": "F32", "shape": [1,1,1,1,1,1,1,1,2], "data_offsets": [0, 8]}} | expected a list of at most 8
          {"a": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]}} | the dtype of tensor a is I64, expected one of F32, F16, BF16, F8_E4M3
          {"a": {"dtype": 32, "shape": [1], "data_offsets": [0, 8]}} | the dtype of tensor a is 32, expected one of
          {"a": {"shape": [2], "data_offsets": [0, 8]}} | tensor a has no dtype
          {"a": {"dtype": "F32", "data_offsets": [0, 8]}} | tensor a has no shape
          {"a": {"dtype": "F32", "shape": [2]}} | tensor a has no data_offsets
          {"a": {"dtype": "F32", "dtype": "F16", "shape": [2], "data_offsets": [0, 8]}} | tensor a has two fields dtype
          {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8], "x": 1}} | tensor a has a field x, expected dtype
          {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}} | tensor a is listed twice
          {"a": [1]} | tensor a is a list, expected an object
          {"a": null} | tensor a is null, expected an object
          {"__metadata__": {"format": 1}} | __metadata__ is 1, expected an object of strings
          {"__metadata__": "pt"} | __metadata__ is pt, expected an object of strings
          {} {} | the header goes on after its JSON object
          {"a": {"dtype": "F32" | the header is no valid JSON
          [] | the header is a list, expected a JSON object
          nonsense | the header is no valid JSON
          """)
  void wrongHeader(String header, String found) throws Exception {
    SafetensorsWriter.write(file, header.getBytes(UTF_8), new byte[8]);
    Refusals.assertRefused(folder, List.of("model.safetensors: ", found));
  }

  /// As for the format's reference reader.
  @Test
  void metadataOfNullIsNone() throws Exception {
    ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) whole.getLong()];
    whole.get(header);
    byte[] data = new byte[whole.remaining()];
    whole.get(data);
    String members = new String(header, UTF_8).strip().replaceAll("^\\{|}$", "");
    for (String json :
        List.of(
            "{\"__metadata__\": null," + members + "}",
            "{" + members + ",\"__metadata__\":null}")) {
      SafetensorsWriter.write(file, json.getBytes(UTF_8), data);
      CheckpointModel.open(folder).close();
    }
  }

  @Test
  void emptyHeader() throws Exception {
    SafetensorsWriter.write(file, new byte[0], new byte[8]);
    Refusals.assertRefused(
        folder, List.of("model.safetensors: the header is empty, expected a JSON object"));
  }

  @Test
  void headerThatIsNotUtf8() throws Exception {
    SafetensorsWriter.write(file, new byte[] {'{', '"', (byte) 0xC3, '"'}, new byte[8]);
    Refusals.assertRefused(folder, List.of("model.safetensors: the header cannot be read"));
  }

  @Test
  void endlessNesting() throws Exception {
    SafetensorsWriter.write(file, "{\"a\":".repeat(100_000).getBytes(UTF_8), new byte[8]);
    Refusals.assertRefused(folder, List.of("model.safetensors: tensor a has a field a"));
  }

  @Test
  void endlessName() throws Exception {
    SafetensorsWriter.write(file, ("{\"" + "a".repeat(1 << 20)).getBytes(UTF_8), new byte[8]);
    Refusals.assertRefused(
        folder, List.of("model.safetensors: the header is no valid JSON", "4096"));
  }

  @Test
  void controlCharactersOfNamesDoNotReachTheMessage() throws Exception {
    SafetensorsWriter.write(file, "{\"a\\n\\u001b[2J\": 1}".getBytes(UTF_8), new byte[8]);
    Refusals.assertRefused(folder, List.of("tensor a\\u000a\\u001b[2J is 1, expected an object"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void shorterThanTheHeadersLength(int bytes) throws Exception {
    Files.write(file, new byte[bytes]);
    Refusals.assertRefused(
        folder, List.of("model.safetensors: is " + bytes + " bytes long", "is it cut off?"));
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void headerLongerThanTheFile(long length) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(0, length).array());
    Refusals.assertRefused(
        folder,
        List.of(
            "model.safetensors: says that its header has " + Long.toUnsignedString(length),
            "expected at most"));
  }

  @Test
  void everyTruncationIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      Refusals.assertRefused(folder, List.of("model.safetensors: "));
    }
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Refusals.assertRefused(folder, List.of("expected at most", "is it cut off?"));
  }

  @Test
  void longerFileThanItsTensors() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    Refusals.assertRefused(folder, List.of("bytes after its header, expected"));
  }

  @Test
  void folderInPlaceOfTheFile() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    Refusals.assertRefused(folder, List.of("model.safetensors: cannot be read"));
  }

  @Test
  void noWeightsAtAll() throws Exception {
    Files.delete(file);
    Refusals.assertRefused(
        folder,
        List.of("has no weights, expected model.safetensors or model.safetensors.index.json"));
  }
}
