package dev.gloss.inference.cpu.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.kernels.PackedMatrix;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.kernels.RowView;
import dev.gloss.inference.cpu.scalar.ScalarKernels;
import dev.gloss.inference.tensor.DType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When machine code is used, and when it is not.
final class SelfCheckTest {
  private static final String FLAGS = "processor\t: 0\nflags\t\t: fpu sse2 %s rdseed\n";

  @Test
  void aProcessorWithoutTheInstructionsIsTold() {
    assertNull(Processor.obstacle(FLAGS.formatted("avx avx2 f16c fma")));
    assertEquals("the processor has no AVX2", Processor.obstacle(FLAGS.formatted("avx fma")));
    assertEquals("the processor has no FMA", Processor.obstacle(FLAGS.formatted("avx2 fma4")));
    assertEquals("the processor has no AVX2", Processor.obstacle(""));
  }

  @Test
  void theFastestInstructionsComeFirst() {
    assertEquals(List.of(), Processor.instructionSets(FLAGS.formatted("avx2 fma")));
    String avx2 = "avx2 f16c fma";
    assertEquals(List.of(InstructionSet.AVX2), Processor.instructionSets(FLAGS.formatted(avx2)));
    assertEquals(
        List.of(InstructionSet.AVX_VNNI, InstructionSet.AVX2),
        Processor.instructionSets(FLAGS.formatted(avx2 + " avx_vnni avx512f avx512_vnni")));
    assertEquals(
        List.of(InstructionSet.values()),
        Processor.instructionSets(
            FLAGS.formatted(avx2 + " avx_vnni avx512f avx512bw avx512_vnni")));
  }

  @Test
  void oneWrongNumberIsFound() {
    assumeTrue(Processor.obstacle() == null, () -> "no machine code: " + Processor.obstacle());
    for (DType spoilt : List.of(DType.Q4_0, DType.Q6_K)) {
      try (Arena arena = Arena.ofConfined()) {
        Kernels plain = new ScalarKernels();
        assertNull(SelfCheck.failure(plain, plain, arena));
        String failure = SelfCheck.failure(plain, new OffByOneBit(spoilt, arena), arena);
        assertNotNull(failure);
        assertTrue(failure.contains(spoilt.toString()), failure);
      }
    }
  }

  static Stream<Throwable> refusals() {
    return Stream.of(
        new IllegalStateException("forbidden"),
        new UnsupportedOperationException("forbidden"),
        new NoSuchElementException("forbidden"),
        new ExceptionInInitializerError(new IllegalCallerException("forbidden")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aSystemThatForbidsItIsTold(Throwable refusal) {
    SelfCheck.Result result =
        SelfCheck.result(
            () -> {
              throw sneaky(refusal);
            });
    assertNull(result.functions());
    assertEquals("forbidden", result.obstacle());
  }

  private static RuntimeException sneaky(Throwable refusal) {
    if (refusal instanceof Error error) {
      throw error;
    }
    return (RuntimeException) refusal;
  }

  /// Memory that could be written and executed would let a fault elsewhere run anything.
  @Test
  void codeCannotBeWritten() throws IOException {
    assumeTrue(Processor.obstacle() == null, () -> "no machine code: " + Processor.obstacle());
    MemorySegment code = ExecutableMemory.of(new byte[] {(byte) 0xc3});
    String mapping =
        Files.readString(Path.of("/proc/self/maps"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith(Long.toHexString(code.address()) + "-"))
            .findFirst()
            .orElseThrow();
    assertTrue(mapping.contains(" r-xp "), mapping);
  }

  /// Spoils the last number of a format's products.
  private static final class OffByOneBit extends MachineKernels {
    private final DType spoilt;

    OffByOneBit(DType spoilt, Arena arena) {
      super(new ScalarKernels(), arena);
      this.spoilt = spoilt;
    }

    @Override
    public void multiply(
        PackedMatrix matrix,
        int firstPanel,
        int panelCount,
        RoundedRows x,
        RowView y,
        int firstRow,
        int rows) {
      new ScalarKernels().multiply(matrix, firstPanel, panelCount, x, y, firstRow, rows);
      if (matrix.format().dtype() == spoilt) {
        long last = y.offsetOf(firstRow + rows - 1) + (matrix.rows() - 1L) * Float.BYTES;
        int bits = y.segment().get(ValueLayout.JAVA_INT, last);
        y.segment().set(ValueLayout.JAVA_INT, last, bits ^ 1);
      }
    }
  }
}
