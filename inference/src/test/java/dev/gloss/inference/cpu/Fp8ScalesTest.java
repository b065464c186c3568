package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.RandomCheckpoint;
import dev.gloss.inference.testing.SafetensorsWriter.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scales of FP8 weights are F32 in DeepSeek's files and half as wide in Qwen's.
final class Fp8ScalesTest {
  private static final float SCALE = 0.0625f; // the same number in every type

  @TempDir Path folder;

  @Test
  void typeOfTheScalesDoesNotMatter() throws Exception {
    byte[] f32 = bytes(Float.BYTES).putFloat(SCALE).array();
    byte[] f16 = bytes(Short.BYTES).putShort(Float.floatToFloat16(SCALE)).array();
    byte[] bf16 =
        bytes(Short.BYTES).putShort((short) (Float.floatToRawIntBits(SCALE) >>> 16)).array();
    float[] expected = logits("F32", f32);
    assertTrue(expected[0] != expected[1]);
    assertArrayEquals(expected, logits("F16", f16));
    assertArrayEquals(expected, logits("BF16", bf16));
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The tiny checkpoint with some FP8 matrices.
  private float[] logits(String dtype, byte[] scale) throws Exception {
    RandomCheckpoint tiny =
        RandomCheckpoint.with(
            """
            {"quantization_config": {"quant_method": "fp8", "weight_block_size": [128, 128]}}
            """);
    for (Map.Entry<String, Entry> tensor : Map.copyOf(tiny.tensors()).entrySet()) {
      String name = tensor.getKey();
      if (name.matches(".*\\.[01]\\..*_proj\\.weight")) {
        int rows = Math.toIntExact(tensor.getValue().shape().get(0));
        int columns = Math.toIntExact(tensor.getValue().shape().get(1));
        byte[] codes = new byte[rows * columns];
        for (int i = 0; i < codes.length; i++) {
          codes[i] = (byte) (i * 37 % 0x7e | (i & 1) << 7);
        }
        tiny.tensors().put(name, Entry.of("F8_E4M3", codes, rows, columns));
        tiny.tensors().put(name + "_scale_inv", Entry.of(dtype, scale, 1, 1));
      }
    }
    Files.createDirectories(folder);
    tiny.write(folder);
    CpuOptions options = new CpuOptions(1, 32, KernelChoice.VECTOR);
    try (CheckpointModel model = CheckpointModel.open(folder);
        CpuBackend backend = CpuBackend.open(model, options)) {
      return new SequenceRunner(backend, 0).add(1, 5, 7).finish(3)[2];
    }
  }
}
