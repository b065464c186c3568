package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.machine.Assembler.VECTOR_BYTES;
import static dev.gloss.inference.cpu.machine.Register.R10;
import static dev.gloss.inference.cpu.machine.Register.R11;
import static dev.gloss.inference.cpu.machine.Register.R8;
import static dev.gloss.inference.cpu.machine.Register.R9;
import static dev.gloss.inference.cpu.machine.Register.RCX;
import static dev.gloss.inference.cpu.machine.Register.RDX;
import static dev.gloss.inference.cpu.machine.Register.RSI;

import dev.gloss.inference.cpu.kernels.ActivationBlock;
import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Writes the function that rounds rows of activations, as [ActivationBlock] says, to what
/// [RoundedRows] describes.
final class RoundingCode {
  private static final int VECTORS = BlockPanels.BLOCK * Float.BYTES / VECTOR_BYTES;

  // Predicates of comparisons.
  private static final int LESS_OR_EQUAL = 2;
  private static final int NOT_LESS = 5;

  // Immediates that move numbers within 128 bits: halves swapped, neighbours swapped.
  private static final int HALVES = 0x4e;
  private static final int NEIGHBOURS = 0xb1;

  // Vectors: numbers in 0 to 3, then these.
  private static final int LARGEST = 4;
  private static final int TERM = 5;
  private static final int INVERSE = 6;
  private static final int SCALE = 7;
  private static final int MAGNITUDE = 8;
  private static final int MOST = 9;
  private static final int ROUNDING = 10;
  private static final int ORDER = 11;
  private static final int ONE_BYTES = 12;
  private static final int ONE_WORDS = 13;
  private static final int OTHER = 14;

  private final Assembler asm = new Assembler();

  /// What it takes, as [Arguments].
  enum Argument {
    /// Address of the first row.
    FROM,
    /// Bytes from row to row.
    STRIDE,
    /// Rows, at least one.
    ROWS,
    /// Blocks of a row, at least one.
    BLOCKS,
    /// Address of the first row rounded.
    TO,
    /// Bytes from row to row.
    TO_STRIDE,
    /// Address of the [Constant]s.
    CONSTANTS
  }

  /// Vectors of one number each, one behind the other; but [#ORDER].
  private enum Constant {
    MAGNITUDE(0x7fffffff),
    LARGEST_INTEGER(Float.floatToRawIntBits(ActivationBlock.LARGEST_INTEGER)),
    LEAST_MAGNITUDE(Float.floatToRawIntBits(ActivationBlock.LEAST_MAGNITUDE)),
    LARGEST_FINITE(Float.floatToRawIntBits(Float.MAX_VALUE)),
    NOT_A_NUMBER(Float.floatToRawIntBits(Float.NaN)),
    ROUNDING(Float.floatToRawIntBits(ActivationBlock.ROUNDING)),
    ONE_BYTES(0x01010101),
    ONE_WORDS(0x00010001),
    ORDER(0);

    private final int bits;

    Constant(int bits) {
      this.bits = bits;
    }

    private Address behind(Register register) {
      return Address.of(register, ordinal() * VECTOR_BYTES);
    }
  }

  /// Bytes of the constants.
  static final int CONSTANT_BYTES = Constant.values().length * VECTOR_BYTES;

  private RoundingCode() {}

  /// The function.
  static byte[] write() {
    RoundingCode code = new RoundingCode();
    code.writeRows();
    return code.asm.toBytes();
  }

  /// Writes the constants.
  static void fill(MemorySegment constants) {
    for (Constant constant : Constant.values()) {
      Scratch.put(constants, constant.ordinal() * VECTOR_BYTES, VECTOR_BYTES, constant.bits);
    }
    // Packing takes halves of vectors in turn; this brings their numbers back in order.
    int[] order = {0, 4, 1, 5, 2, 6, 3, 7};
    int at = Constant.ORDER.ordinal() * VECTOR_BYTES;
    MemorySegment.copy(order, 0, constants, ValueLayout.JAVA_INT, at, order.length);
  }

  private void writeRows() {
    asm.enter();
    asm.mov(RSI, Arguments.of(Argument.FROM));
    asm.mov(R8, Arguments.of(Argument.STRIDE));
    asm.mov(R10, Arguments.of(Argument.ROWS));
    asm.mov(RDX, Arguments.of(Argument.TO));
    asm.mov(R9, Arguments.of(Argument.TO_STRIDE));
    asm.mov(R11, Arguments.of(Argument.CONSTANTS));
    asm.vmovdqu(MAGNITUDE, Constant.MAGNITUDE.behind(R11));
    asm.vmovdqu(MOST, Constant.LARGEST_INTEGER.behind(R11));
    asm.vmovdqu(ROUNDING, Constant.ROUNDING.behind(R11));
    asm.vmovdqu(ORDER, Constant.ORDER.behind(R11));
    asm.vmovdqu(ONE_BYTES, Constant.ONE_BYTES.behind(R11));
    asm.vmovdqu(ONE_WORDS, Constant.ONE_WORDS.behind(R11));
    Label row = new Label();
    Label block = new Label();
    asm.bind(row);
    asm.push(RSI);
    asm.push(RDX);
    asm.mov(RCX, Arguments.of(Argument.BLOCKS));
    asm.bind(block);
    findLargest();
    findScale();
    roundNumbers();
    addPairs();
    asm.add(RSI, BlockPanels.BLOCK * Float.BYTES);
    asm.add(RDX, RoundedRows.BLOCK_BYTES);
    asm.sub(RCX, 1);
    asm.jg(block);
    asm.pop(RDX);
    asm.pop(RSI);
    asm.add(RSI, R8);
    asm.add(RDX, R9);
    asm.sub(R10, 1);
    asm.jg(row);
    asm.leave();
  }

  /// Loads a block, and lets all lanes of [#LARGEST] be its largest magnitude. Magnitudes are
  /// ordered as their bits are, NaN last.
  private void findLargest() {
    for (int i = 0; i < VECTORS; i++) {
      asm.vmovdqu(i, Address.of(RSI, i * VECTOR_BYTES));
      asm.vpand(i == 0 ? LARGEST : TERM, i, MAGNITUDE);
      if (i > 0) {
        asm.vpmaxsd(LARGEST, LARGEST, TERM);
      }
    }
    asm.vperm2i128(TERM, LARGEST, LARGEST, 1);
    asm.vpmaxsd(LARGEST, LARGEST, TERM);
    for (int move : new int[] {HALVES, NEIGHBOURS}) {
      asm.vpshufd(TERM, LARGEST, move);
      asm.vpmaxsd(LARGEST, LARGEST, TERM);
    }
  }

  private void findScale() {
    asm.vdivps(INVERSE, MOST, LARGEST);
    asm.vcmpps(TERM, LARGEST, Constant.LEAST_MAGNITUDE.behind(R11), NOT_LESS);
    asm.vpand(INVERSE, INVERSE, TERM);
    asm.vdivps(SCALE, LARGEST, MOST);
    asm.vcmpps(TERM, LARGEST, Constant.LARGEST_FINITE.behind(R11), LESS_OR_EQUAL);
    asm.vmovdqu(OTHER, Constant.NOT_A_NUMBER.behind(R11));
    asm.vblendvps(SCALE, OTHER, SCALE, TERM);
  }

  private void roundNumbers() {
    for (int i = 0; i < VECTORS; i++) {
      asm.vmulps(i, i, INVERSE);
      asm.vaddps(i, i, ROUNDING);
      asm.vpsubd(i, i, ROUNDING);
    }
    asm.vpackssdw(0, 0, 1);
    asm.vpackssdw(2, 2, 3);
    asm.vpacksswb(0, 0, 2);
    asm.vpermd(0, ORDER, 0);
    asm.vmovdqu(Address.of(RDX, 0), 0);
  }

  /// Adds the integers and writes what stands behind them.
  private void addPairs() {
    asm.vpmaddubsw(1, ONE_BYTES, 0);
    for (int move : new int[] {HALVES, NEIGHBOURS}) {
      asm.vpshufd(TERM, 1, move);
      asm.vpaddw(1, 1, TERM);
    }
    asm.vperm2i128(2, 1, 1, 1);
    asm.vpaddw(3, 1, 2);
    asm.vpmaddwd(3, 3, ONE_WORDS);
    asm.vcvtdq2ps(3, 3);
    asm.vmulps(3, 3, SCALE);
    asm.vpblendd(1, 1, 2, 1 << 1);
    asm.vpblendd(1, 1, SCALE, 1 << 2);
    asm.vpblendd(1, 1, 3, 1 << 3);
    asm.vmovdqu128(Address.of(RDX, RoundedRows.PAIR_SUMS), 1);
  }
}
