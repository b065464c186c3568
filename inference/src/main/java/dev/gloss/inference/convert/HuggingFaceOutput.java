package dev.gloss.inference.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gloss.inference.tensor.DType;
import dev.gloss.inference.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model as a folder in Hugging Face layout.
final class HuggingFaceOutput {

  private static final JsonMapper JSON = new JsonMapper();

  private HuggingFaceOutput() {}

  /// Plans the file of a model's weights.
  ///
  /// @param target the type that most weights get
  static ModelFile weights(SourceModel source, DType target) {
    return ModelFile.safetensors(
        HuggingFaceLayout.of(source.config(), source.weights(), new TypeChoice(target)));
  }

  /// Writes all files of a folder but the weights.
  static void writeTexts(SourceModel source, DType target, Path folder) throws IOException {
    write(folder.resolve("config.json"), typed(source.configJson(), target));
    ObjectNode generation = source.generationConfigJson();
    if (generation != null) {
      write(folder.resolve("generation_config.json"), generation);
    }
    source.writeTokenizer(folder);
  }

  /// Says which type the weights have.
  private static ObjectNode typed(ObjectNode config, DType target) {
    config.put("torch_dtype", target == DType.F32 ? "float32" : "bfloat16");
    if (target == DType.F8_E4M3) {
      ObjectNode quantization = config.putObject("quantization_config");
      quantization.put("activation_scheme", "dynamic").put("fmt", "e4m3");
      quantization.put("quant_method", "fp8");
      quantization.putArray("weight_block_size").add(Matrix.SCALE_BLOCK).add(Matrix.SCALE_BLOCK);
    }
    return config;
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }
}
