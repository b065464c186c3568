package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.machine.Register.R8;

import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Multiplies bytes as fast as the processor can with the instructions that the products of
/// quantized weights are made of, and does nothing else.
///
/// That is `vpdpbusd`, which multiplies pairs of bytes and adds four products to a sum; where the
/// processor has none, `vpmaddubsw`, which adds two, and `vpaddw`, which adds them up in 16 bits.
public final class BytePeak {
  private static final int CHAINS = 6;
  private static final int DOT_CHAINS = 12;
  private static final int FIRST_TERM = CHAINS;
  private static final int WEIGHTS = 12;
  private static final int ACTIVATIONS = WEIGHTS + 1;

  private static final InstructionSet INSTRUCTIONS = SelfCheck.emitted().instructions();
  private static final MemorySegment FUNCTION = ExecutableMemory.of(code());

  private final Arguments<Argument> arguments;

  /// What the function is given.
  private enum Argument {
    /// Rounds, at least one.
    ROUNDS
  }

  /// For one thread, where [MachineKernels#obstacle] is null.
  ///
  /// @param arena owns some bytes of memory
  public BytePeak(Arena arena) {
    arguments = new Arguments<>(Argument.class, 0, arena);
  }

  /// Operations of one round: a product and a sum for each byte of each chain.
  public long roundOperations() {
    int chains = INSTRUCTIONS.hasDotProducts() ? DOT_CHAINS : CHAINS;
    return 2L * chains * INSTRUCTIONS.vectorBytes();
  }

  /// Computes [#roundOperations] so many times, at least once.
  public void run(int rounds) {
    arguments.put(Argument.ROUNDS, rounds);
    arguments.call(FUNCTION);
  }

  private static byte[] code() {
    Assembler asm = new Assembler(INSTRUCTIONS);
    asm.enter();
    asm.mov(R8, Arguments.of(Argument.ROUNDS));
    for (int register = 0; register <= ACTIVATIONS; register++) {
      asm.vpxor(register, register, register);
    }
    Label round = new Label();
    asm.align(Assembler.LOOP_ALIGNMENT);
    asm.bind(round);
    if (INSTRUCTIONS.hasDotProducts()) {
      for (int chain = 0; chain < DOT_CHAINS; chain++) {
        asm.vpdpbusd(chain, WEIGHTS, ACTIVATIONS);
      }
    } else {
      for (int chain = 0; chain < CHAINS; chain++) {
        asm.vpmaddubsw(FIRST_TERM + chain, WEIGHTS, ACTIVATIONS);
        asm.vpaddw(chain, chain, FIRST_TERM + chain);
      }
    }
    asm.sub(R8, 1);
    asm.jg(round);
    asm.leave();
    return asm.toBytes();
  }
}
