package dev.gloss.inference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gloss.inference.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Blocks of every ggml type with the numbers that they stand for, and numbers with the blocks that
/// the reference makes of them.
///
/// @param type of the elements
/// @param ggmlType its number in GGUF files
/// @param blockElements numbers of a block
/// @param blockBytes bytes of a block
/// @param blocks to decode
/// @param quantise what the reference quantiser does; empty for types whose rounding is not
///   prescribed
public record GoldenBlocks(
    DType type,
    int ggmlType,
    int blockElements,
    int blockBytes,
    List<Block> blocks,
    List<Block> quantise) {

  /// A block and its numbers.
  ///
  /// @param name for messages
  /// @param bytes of the block
  /// @param values of the block
  public record Block(String name, byte[] bytes, float[] values) {}

  /// The types that have such a file: every one that GGUF files can hold but F32.
  public static List<DType> types() {
    return Arrays.stream(DType.values()).filter(type -> type.ggmlType().orElse(0) > 0).toList();
  }

  /// Reads the file of a type.
  public static GoldenBlocks of(DType type) {
    JsonNode json = read(type);
    return new GoldenBlocks(
        DType.valueOf(json.get("type").asText()),
        json.get("ggml_type").intValue(),
        json.get("block_values").intValue(),
        json.get("block_bytes").intValue(),
        blocks(json.path("blocks")),
        blocks(json.path("quantise")));
  }

  private static JsonNode read(DType type) {
    String file = "/golden/gguf/blocks/" + type.name().toLowerCase(Locale.ROOT) + ".json.gz";
    try (InputStream packed = Files.newInputStream(GoldenModel.resource(file));
        InputStream in = new GZIPInputStream(packed)) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Block> blocks(JsonNode array) {
    return array
        .valueStream()
        .map(
            block ->
                new Block(
                    block.path("name").asText(block.get("hex").asText()),
                    HexFormat.of().parseHex(block.get("hex").asText()),
                    floats(block.get("values"))))
        .toList();
  }

  /// Numbers, of which infinities and NaN are written as texts.
  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(array.get(i).asText());
    }
    return values;
  }
}
