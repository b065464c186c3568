package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.machine.Register.R10;
import static dev.gloss.inference.cpu.machine.Register.R11;
import static dev.gloss.inference.cpu.machine.Register.R12;
import static dev.gloss.inference.cpu.machine.Register.R13;
import static dev.gloss.inference.cpu.machine.Register.R8;
import static dev.gloss.inference.cpu.machine.Register.R9;
import static dev.gloss.inference.cpu.machine.Register.RAX;
import static dev.gloss.inference.cpu.machine.Register.RBP;
import static dev.gloss.inference.cpu.machine.Register.RBX;
import static dev.gloss.inference.cpu.machine.Register.RCX;
import static dev.gloss.inference.cpu.machine.Register.RDX;
import static dev.gloss.inference.cpu.machine.Register.RSI;

import dev.gloss.inference.cpu.kernels.F8Panels;
import dev.gloss.inference.cpu.machine.Assembler.Label;
import dev.gloss.inference.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Writes the function that multiplies [#PANELS] panels of a format of words with one row of
/// activations as they are: each number one chain of fused multiply-adds, columns ascending. So
/// many panels have enough chains for none to wait for the one before.
final class WordProductCode {
  /// Panels that are multiplied at a time.
  static final int PANELS = 4;

  /// Bytes of the constants, a step each.
  static final int CONSTANT_BYTES = 3 * STEP_BYTES;

  /// How far ahead of the weights that are decoded memory is asked for.
  private static final int AHEAD_BYTES = 4096;

  private static final int HALVES_APART = 0;
  private static final int SHIFTED_CODE = STEP_BYTES;
  private static final int EXPONENT_OFFSET = 2 * STEP_BYTES;

  private static final Register[] WORDS = {R8, R9, R10, R11};
  private static final Register[] SCALES = {RAX, RBX, RBP, R12};

  // Behind the sums, of which there are eight where a step has two vectors.
  private static final int SCALE = 8;
  private static final int CONSTANT = 12;
  private static final int FIRST = 13;
  private static final int SECOND = 14;
  private static final int ACTIVATION = 15;
  private static final int NEXT_ACTIVATION = 11; // binary16 has no scales

  private final DType dtype;
  private final boolean wide;
  private final int vectors;
  private final Assembler asm;

  /// What it takes, as [Arguments].
  enum Argument {
    /// Addresses of the panels' words.
    WORDS_0,
    WORDS_1,
    WORDS_2,
    WORDS_3,
    /// Addresses of the panels' scales, where the format has some.
    SCALES_0,
    SCALES_1,
    SCALES_2,
    SCALES_3,
    /// Addresses of their numbers in the results.
    OUT_0,
    OUT_1,
    OUT_2,
    OUT_3,
    /// Words of a row, at least one.
    COUNT,
    /// Address of the row of activations.
    X,
    /// Address of what [#fill] wrote.
    CONSTANTS
  }

  private WordProductCode(DType dtype, InstructionSet instructions) {
    this.dtype = dtype;
    wide = instructions.isWide();
    asm = new Assembler(instructions);
    vectors = STEP_BYTES / asm.vectorBytes();
  }

  /// Whether there is code for a format.
  static boolean isWrittenFor(DType dtype) {
    return dtype == DType.F16 || dtype == DType.F8_E4M3;
  }

  /// The function for a format.
  static byte[] of(DType dtype, InstructionSet instructions) {
    WordProductCode code = new WordProductCode(dtype, instructions);
    code.write();
    return code.asm.toBytes();
  }

  /// Writes the constants.
  static void fill(MemorySegment to) {
    Scratch.put(to, HALVES_APART, STEP_BYTES, Scratch.HALVES_ORDER);
    Scratch.put(to, SHIFTED_CODE, STEP_BYTES, 0x87f00000);
    int offset = Float.floatToRawIntBits(F8Panels.EXPONENT_OFFSET);
    Scratch.put(to, EXPONENT_OFFSET, STEP_BYTES, offset);
  }

  private void write() {
    asm.enter();
    for (int panel = 0; panel < PANELS; panel++) {
      asm.mov(WORDS[panel], argument(Argument.WORDS_0, panel));
    }
    asm.mov(RDX, Arguments.of(Argument.X));
    asm.mov(RSI, Arguments.of(Argument.CONSTANTS));
    asm.mov(R13, Arguments.of(Argument.COUNT));
    for (int sum = 0; sum < PANELS * vectors; sum++) {
      asm.vpxor(sum, sum, sum);
    }
    if (dtype == DType.F16) {
      asm.vmovdqu(CONSTANT, Address.of(RSI, HALVES_APART));
      overWords(R13, this::addHalves);
    } else {
      addScaledCodes();
    }
    for (int panel = 0; panel < PANELS; panel++) {
      asm.mov(RSI, argument(Argument.OUT_0, panel));
      for (int vector = 0; vector < vectors; vector++) {
        asm.vmovdqu(Address.of(RSI, vector * asm.vectorBytes()), panel * vectors + vector);
      }
    }
    asm.leave();
  }

  private static Address argument(Argument first, int panel) {
    return Arguments.of(Argument.values()[first.ordinal() + panel]);
  }

  /// Writes a loop over words of all panels.
  ///
  /// @param left has how many there are, at least one
  private void overWords(Register left, Runnable word) {
    Label again = new Label();
    asm.align(Assembler.LOOP_ALIGNMENT);
    asm.bind(again);
    for (Register words : WORDS) {
      asm.prefetch(Address.of(words, AHEAD_BYTES));
    }
    word.run();
    for (Register words : WORDS) {
      asm.add(words, STEP_BYTES);
    }
    asm.sub(left, 1);
    asm.jg(again);
  }

  /// Two columns of binary16.
  private void addHalves() {
    if (!wide) {
      asm.vbroadcastss(ACTIVATION, Address.of(RDX, 0));
      asm.vbroadcastss(NEXT_ACTIVATION, Address.of(RDX, Float.BYTES));
    }
    for (int panel = 0; panel < PANELS; panel++) {
      for (int vector = 0; vector < vectors; vector++) {
        int sum = panel * vectors + vector;
        asm.vmovdqu(FIRST, Address.of(WORDS[panel], vector * asm.vectorBytes()));
        if (wide) {
          asm.vpmovdw(SECOND, FIRST);
          asm.vcvtph2ps(SECOND, SECOND);
          asm.vfmadd231psBroadcast(sum, SECOND, Address.of(RDX, 0));
          asm.vpsrld(FIRST, FIRST, 16);
          asm.vpmovdw(FIRST, FIRST);
          asm.vcvtph2ps(FIRST, FIRST);
          asm.vfmadd231psBroadcast(sum, FIRST, Address.of(RDX, Float.BYTES));
        } else {
          asm.vpshufb(FIRST, FIRST, CONSTANT);
          asm.vpermq(FIRST, FIRST, 0b11_01_10_00);
          asm.vcvtph2ps(SECOND, FIRST);
          asm.vfmadd231ps(sum, SECOND, ACTIVATION);
          asm.vextracti128(FIRST, FIRST, 1);
          asm.vcvtph2ps(FIRST, FIRST);
          asm.vfmadd231ps(sum, FIRST, NEXT_ACTIVATION);
        }
      }
    }
    asm.add(RDX, 2 * Float.BYTES);
  }

  /// Codes of FP8, a scale for every [F8Panels#SCALE_WORDS] words.
  private void addScaledCodes() {
    for (int panel = 0; panel < PANELS; panel++) {
      asm.mov(SCALES[panel], argument(Argument.SCALES_0, panel));
    }
    asm.vmovdqu(CONSTANT, Address.of(RSI, SHIFTED_CODE));
    Label block = new Label();
    asm.bind(block);
    asm.min(RCX, R13, F8Panels.SCALE_WORDS);
    for (int panel = 0; panel < PANELS; panel++) {
      asm.vbroadcastss(SCALE + panel, Address.of(SCALES[panel], 0));
      asm.vmulps(SCALE + panel, SCALE + panel, Address.of(RSI, EXPONENT_OFFSET));
      asm.add(SCALES[panel], Float.BYTES);
    }
    overWords(RCX, this::addCodes);
    asm.sub(R13, F8Panels.SCALE_WORDS);
    asm.jg(block);
  }

  /// Four columns of FP8, each with its sign at the top, exponent and mantissa where float32 has
  /// them, less the exponent's offset.
  private void addCodes() {
    for (int column = 0; column < 4; column++) {
      Address activation = Address.of(RDX, column * Float.BYTES);
      if (!wide) {
        asm.vbroadcastss(ACTIVATION, activation);
      }
      for (int panel = 0; panel < PANELS; panel++) {
        for (int vector = 0; vector < vectors; vector++) {
          int sum = panel * vectors + vector;
          asm.vmovdqu(FIRST, Address.of(WORDS[panel], vector * asm.vectorBytes()));
          if (column < 3) {
            asm.vpslld(FIRST, FIRST, 24 - 8 * column);
          }
          asm.vpsrad(FIRST, FIRST, 4);
          asm.vpand(FIRST, FIRST, CONSTANT);
          asm.vmulps(FIRST, FIRST, SCALE + panel);
          if (wide) {
            asm.vfmadd231psBroadcast(sum, FIRST, activation);
          } else {
            asm.vfmadd231ps(sum, FIRST, ACTIVATION);
          }
        }
      }
    }
    asm.add(RDX, 4 * Float.BYTES);
  }
}
