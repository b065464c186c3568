package dev.gloss.inference.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gloss.inference.testing.GoldenBlocks;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Blocks of every ggml type, decoded by ggml's own code and by `gguf-py`, which agree bit by bit.
class GoldenBlocksTest {

  static Stream<GoldenBlocks> files() {
    return GoldenBlocks.types().stream().map(GoldenBlocks::of);
  }

  @ParameterizedTest
  @MethodSource("files")
  void typesAreNumberedAndSizedAsGgufFilesHaveThem(GoldenBlocks golden) {
    assertEquals(golden.ggmlType(), golden.type().ggmlType().orElseThrow());
    assertEquals(golden.type(), DType.ofGgml(golden.ggmlType()).orElseThrow());
    assertEquals(golden.blockElements(), golden.type().blockElements());
    assertEquals(golden.blockBytes(), golden.type().blockBytes());
  }

  @ParameterizedTest
  @MethodSource("files")
  void blocksDecodeAsTheReferenceDecodesThem(GoldenBlocks golden) {
    assertFalse(golden.blocks().isEmpty());
    for (GoldenBlocks.Block block : golden.blocks()) {
      check(golden.type(), block);
    }
  }

  /// Decodes at an odd address, as a whole and one by one.
  private static void check(DType type, GoldenBlocks.Block block) {
    int size = block.bytes().length;
    MemorySegment data = MemorySegment.ofArray(new byte[size + 1]).asSlice(1);
    MemorySegment.copy(MemorySegment.ofArray(block.bytes()), 0, data, 0, size);
    Tensor tensor = new Tensor(block.name(), type, List.of((long) type.blockElements()), data);
    float[] all = Decoder.all(tensor);
    for (int i = 0; i < all.length; i++) {
      String where = type + " " + block.name() + " value " + i;
      assertSameBits(block.values()[i], all[i], where);
      assertSameBits(block.values()[i], Decoder.element(tensor, i), where);
    }
  }

  private static void assertSameBits(float expected, float actual, String where) {
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      assertEquals(Float.toHexString(expected), Float.toHexString(actual), where);
    }
  }
}
