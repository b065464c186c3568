package dev.gloss.inference.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.tensor.Matrix;
import java.util.List;

/// `quantization_config`, of which one form is known: FP8 with one scale for each 128x128 block
/// (DeepSeek-V3, section 3.3).
final class QuantizationFields {

  private QuantizationFields() {}

  /// Whether matrices may be FP8; false where the configuration says nothing.
  ///
  /// @throws dev.gloss.inference.ModelException for any other quantization
  static boolean areFp8(JsonFields config) {
    JsonFields fields = config.object("quantization_config");
    if (fields == null) {
      return false;
    }
    fields.oneOf("quant_method", List.of("fp8"), null);
    fields.oneOf("fmt", List.of("e4m3"), "e4m3");
    fields.oneOf("activation_scheme", List.of("dynamic"), "dynamic");
    JsonNode block = fields.node().path("weight_block_size");
    if (block.size() != 2 || !isBlockSide(block.get(0)) || !isBlockSide(block.get(1))) {
      throw fields.refuse("weight_block_size", "[128,128]");
    }
    return true;
  }

  private static boolean isBlockSide(JsonNode side) {
    return side.isNumber() && side.doubleValue() == Matrix.SCALE_BLOCK;
  }
}
