package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.machine.Register.R8;

import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Multiplies bytes as fast as the processor can with the instructions that the products of
/// quantized weights are made of, and does nothing else.
///
/// That is `vpmaddubsw`, which multiplies 32 pairs of bytes and adds neighbours, and `vpaddw`,
/// which adds the sums up in 16 bits.
public final class BytePeak {
  private static final int CHAINS = 6;
  private static final int FIRST_TERM = CHAINS;
  private static final int WEIGHTS = 2 * CHAINS;
  private static final int ACTIVATIONS = WEIGHTS + 1;

  /// Operations of one round: a product and a sum for each byte of each chain.
  public static final long ROUND_OPERATIONS = 2L * CHAINS * Assembler.VECTOR_BYTES;

  /// What the function is given.
  private enum Argument {
    /// Rounds, at least one.
    ROUNDS
  }

  private static final MemorySegment FUNCTION = ExecutableMemory.of(code());

  private final Arguments<Argument> arguments;

  /// For one thread, where [MachineKernels#obstacle] is null.
  ///
  /// @param arena owns some bytes of memory
  public BytePeak(Arena arena) {
    arguments = new Arguments<>(Argument.class, 0, arena);
  }

  /// Computes [#ROUND_OPERATIONS] so many times, at least once.
  public void run(int rounds) {
    arguments.put(Argument.ROUNDS, rounds);
    arguments.call(FUNCTION);
  }

  private static byte[] code() {
    Assembler asm = new Assembler();
    asm.enter();
    asm.mov(R8, Arguments.of(Argument.ROUNDS));
    for (int register = 0; register <= ACTIVATIONS; register++) {
      asm.vpxor(register, register, register);
    }
    Label round = new Label();
    asm.align(Assembler.VECTOR_BYTES);
    asm.bind(round);
    for (int chain = 0; chain < CHAINS; chain++) {
      asm.vpmaddubsw(FIRST_TERM + chain, WEIGHTS, ACTIVATIONS);
      asm.vpaddw(chain, chain, FIRST_TERM + chain);
    }
    asm.sub(R8, 1);
    asm.jg(round);
    asm.leave();
    return asm.toBytes();
  }
}
