package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.machine.Assembler.VECTOR_BYTES;
import static dev.gloss.inference.cpu.machine.Register.R10;
import static dev.gloss.inference.cpu.machine.Register.R11;
import static dev.gloss.inference.cpu.machine.Register.R12;
import static dev.gloss.inference.cpu.machine.Register.R13;
import static dev.gloss.inference.cpu.machine.Register.R14;
import static dev.gloss.inference.cpu.machine.Register.R15;
import static dev.gloss.inference.cpu.machine.Register.R8;
import static dev.gloss.inference.cpu.machine.Register.R9;
import static dev.gloss.inference.cpu.machine.Register.RAX;
import static dev.gloss.inference.cpu.machine.Register.RBP;
import static dev.gloss.inference.cpu.machine.Register.RBX;
import static dev.gloss.inference.cpu.machine.Register.RCX;
import static dev.gloss.inference.cpu.machine.Register.RDX;
import static dev.gloss.inference.cpu.machine.Register.RSI;

import dev.gloss.inference.cpu.machine.Assembler.Label;

/// Writes a function that multiplies small float32 matrices, `out [m, n] = a [m, k] * b [k, n]` or
/// `out += a * b`, each number one chain of fused multiply-adds, `k` ascending: the scores of a
/// page of keys, and the weighted sum of its values.
///
/// Tiles are some rows of `a` ([RowTiles]) with sixteen columns of `b`.
final class FloatProductCode {
  /// Columns of a tile.
  static final int TILE_COLUMNS = 16;

  private static final int TILE_BYTES = TILE_COLUMNS * Float.BYTES;
  private static final int UNROLLED = 4;

  private static final int B = 8;
  private static final int MORE_B = 9;
  private static final int A = 10;

  private final boolean adds;
  private final Assembler asm = new Assembler();

  /// What it takes, as [Arguments].
  enum Argument {
    /// Address of `a`.
    A,
    /// Bytes from row to row of it.
    A_STRIDE,
    /// Rows of it, at least one.
    ROWS,
    /// Address of `b`.
    B,
    /// Bytes from row to row of it.
    B_STRIDE,
    /// Rows of it, at least one.
    DEPTH,
    /// Address of `out`.
    OUT,
    /// Bytes from row to row of it.
    OUT_STRIDE,
    /// Tiles side by side that make up its columns, at least one.
    TILES
  }

  private FloatProductCode(boolean adds) {
    this.adds = adds;
  }

  /// The function.
  ///
  /// @param adds whether it adds to what is in `out`
  static byte[] of(boolean adds) {
    FloatProductCode code = new FloatProductCode(adds);
    code.write();
    return code.asm.toBytes();
  }

  private void write() {
    asm.enter();
    asm.mov(R9, Arguments.of(Argument.A_STRIDE));
    asm.triple(R10, R9);
    asm.mov(RBX, Arguments.of(Argument.B_STRIDE));
    asm.mov(R12, Arguments.of(Argument.OUT_STRIDE));
    asm.triple(R13, R12);
    asm.mov(RSI, Arguments.of(Argument.B));
    asm.mov(RBP, Arguments.of(Argument.OUT));
    asm.mov(R15, Arguments.of(Argument.TILES));

    Label columns = new Label();
    asm.bind(columns);
    asm.mov(R8, Arguments.of(Argument.A));
    asm.mov(R11, RBP);
    asm.mov(R14, Arguments.of(Argument.ROWS));
    RowTiles.write(
        asm,
        R14,
        rows -> {
          multiplyTile(rows);
          for (int row = 0; row < rows; row++) {
            asm.add(R8, R9);
            asm.add(R11, R12);
          }
        });
    asm.add(RSI, TILE_BYTES);
    asm.add(RBP, TILE_BYTES);
    asm.sub(R15, 1);
    asm.jg(columns);

    asm.leave();
  }

  private void multiplyTile(int rows) {
    for (int sum = 0; sum < 2 * rows; sum++) {
      if (adds) {
        asm.vmovdqu(sum, out(sum));
      } else {
        asm.vpxor(sum, sum, sum);
      }
    }
    asm.mov(RAX, R8);
    asm.mov(RDX, RSI);
    asm.mov(RCX, Arguments.of(Argument.DEPTH));
    Label several = new Label();
    Label rest = new Label();
    Label one = new Label();
    Label end = new Label();
    asm.sub(RCX, UNROLLED);
    asm.jl(rest);
    asm.align(VECTOR_BYTES);
    asm.bind(several);
    for (int i = 0; i < UNROLLED; i++) {
      addProducts(rows, i * Float.BYTES);
    }
    asm.add(RAX, UNROLLED * Float.BYTES);
    asm.sub(RCX, UNROLLED);
    asm.jge(several);
    asm.bind(rest);
    asm.add(RCX, UNROLLED);
    asm.cmp(RCX, 0);
    asm.jle(end);
    asm.bind(one);
    addProducts(rows, 0);
    asm.add(RAX, Float.BYTES);
    asm.sub(RCX, 1);
    asm.jg(one);
    asm.bind(end);
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vmovdqu(out(sum), sum);
    }
  }

  /// Adds the products of one row of `b`, which `RDX` passes by.
  ///
  /// @param at of the numbers of `a`
  private void addProducts(int rows, int at) {
    asm.vmovdqu(B, Address.of(RDX, 0));
    asm.vmovdqu(MORE_B, Address.of(RDX, VECTOR_BYTES));
    asm.add(RDX, RBX);
    for (int row = 0; row < rows; row++) {
      asm.vbroadcastss(A, Address.ofRow(row, RAX, R9, R10, at));
      asm.vfmadd231ps(2 * row, B, A);
      asm.vfmadd231ps(2 * row + 1, MORE_B, A);
    }
  }

  private static Address out(int sum) {
    return Address.ofRow(sum / 2, R11, R12, R13, sum % 2 * VECTOR_BYTES);
  }
}
