package dev.gloss.inference.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.gloss.inference.testing.GoldenModel;
import dev.gloss.inference.testing.RandomCheckpoint;
import dev.gloss.inference.testing.SafetensorsWriter.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tensors that do not fit the configuration.
class TensorCorruptionTest {

  private static final String O_PROJ = "model.layers.1.self_attn.o_proj.weight";

  @TempDir Path folder;

  private final RandomCheckpoint tiny = RandomCheckpoint.tiny();

  @Test
  void everyTensorIsRequired() throws Exception {
    for (String name : new ArrayList<>(tiny.tensors().keySet())) {
      Entry entry = requireNonNull(tiny.tensors().remove(name));
      refused("tensor " + name + " is missing, expected one of shape [");
      tiny.tensors().put(name, entry);
    }
  }

  @Test
  void everyShapeIsChecked() throws Exception {
    for (String name : new ArrayList<>(tiny.tensors().keySet())) {
      Entry entry = requireNonNull(tiny.tensors().get(name));
      int first = Math.toIntExact(entry.shape().getFirst());
      tiny.tensors().put(name, Entry.of("BF16", new byte[4 * first], 1, 2L * first));
      refused("tensor " + name + " has shape [1, " + 2 * first + "], expected [" + first);
      tiny.tensors().put(name, entry);
    }
  }

  @Test
  void transposedMatrix() throws Exception {
    tiny.matrix(O_PROJ, 6, 8);
    refused("model.safetensors: tensor " + O_PROJ + " has shape [6, 8], expected [8, 6]");
  }

  @Test
  void unexpectedTensor() throws Exception {
    tiny.vector("model.layers.0.self_attn.q_a_proj.bias", 6);
    refused("model.safetensors: has tensor model.layers.0.self_attn.q_a_proj.bias, expected none");
  }

  @Test
  void unexpectedTensorsOfLayersThatAreThere() throws Exception {
    tiny.config().put("num_nextn_predict_layers", 0);
    tiny.vector("model.layers.1.enorm.weight", 8);
    tiny.vector("model.layer.2.enorm.weight", 8);
    refused(
        "has tensor model.layer.2.enorm.weight (and 1 more)",
        "expected none of this name by config.json");
  }

  @Test
  void moduleOfWhichATensorIsMissing() throws Exception {
    tiny.tensors().remove("model.layers.2.enorm.weight");
    refused("tensor model.layers.2.enorm.weight is missing");
  }

  @Test
  void fp8WithoutQuantizationConfig() throws Exception {
    tiny.tensors().put(O_PROJ, Entry.of("F8_E4M3", new byte[48], 8, 6));
    refused("tensor " + O_PROJ + " has dtype F8_E4M3, expected F32, F16 or BF16", "config.json");
  }

  @Test
  void fp8WithoutScale() throws Exception {
    makeFp8();
    refused("tensor " + O_PROJ + "_scale_inv is missing, expected one of shape [1, 1]");
  }

  @Test
  void scaleOfWrongShape() throws Exception {
    makeFp8();
    tiny.tensors().put(O_PROJ + "_scale_inv", Entry.of("F32", new byte[8], 1, 2));
    refused("tensor " + O_PROJ + "_scale_inv has shape [1, 2], expected [1, 1]");
  }

  @Test
  void scaleOfWrongType() throws Exception {
    makeFp8();
    tiny.tensors().put(O_PROJ + "_scale_inv", Entry.of("F8_E4M3", new byte[1], 1, 1));
    refused("tensor " + O_PROJ + "_scale_inv has dtype F8_E4M3, expected F32, F16 or BF16");
  }

  @Test
  void scaleOfAMatrixThatIsNotFp8() throws Exception {
    tiny.tensors().put(O_PROJ + "_scale_inv", Entry.of("F32", new byte[4], 1, 1));
    refused("has tensor " + O_PROJ + "_scale_inv, expected none");
  }

  @Test
  void fp8Norm() throws Exception {
    makeFp8();
    tiny.tensors().put(O_PROJ + "_scale_inv", Entry.of("F32", new byte[4], 1, 1));
    tiny.tensors().put("model.norm.weight", Entry.of("F8_E4M3", new byte[8], 8));
    refused("tensor model.norm.weight has dtype F8_E4M3, expected F32, F16 or BF16");
  }

  private void makeFp8() {
    tiny.config()
        .set(
            "quantization_config",
            GoldenModel.object(
                "{\"quant_method\": \"fp8\", \"fmt\": \"e4m3\", \"weight_block_size\": [128,"
                    + " 128]}"));
    tiny.tensors().put(O_PROJ, Entry.of("F8_E4M3", new byte[48], 8, 6));
  }

  private void refused(String... parts) throws Exception {
    tiny.write(folder);
    Refusals.assertRefused(folder, List.of(parts));
  }
}
