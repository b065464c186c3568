package dev.gloss.inference.cpu.machine;

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

import dev.gloss.inference.cpu.kernels.Kernels;
import dev.gloss.inference.cpu.machine.Assembler.Label;

/// Writes a function that multiplies small float32 matrices, `out [m, n] = a [m, k] * b [k, n]` or
/// `out += a * b`, each number one chain of fused multiply-adds, `k` ascending: the scores of a
/// page of keys, and the weighted sum of its values, and the products of [DecodedProducts]. Of
/// weights that lie by key, `a` can be given transposed, `[k, m]`; rows that were gathered lie at a
/// distance that the code knows.
///
/// Tiles are some rows of `a` ([RowTiles]) with sixteen columns of `b`: two vectors of 256 bits or
/// one of 512. Of gathered rows there are many, so that tiles of 512 bits have columns of two
/// panels and more rows: each number that is loaded is multiplied twice, and loads do not bound it.
final class FloatProductCode {
  /// Columns of a tile.
  static final int TILE_COLUMNS = 16;

  private static final int TILE_BYTES = TILE_COLUMNS * Float.BYTES;
  private static final int NARROW_ROWS = 4;
  private static final int WIDE_ROWS = 8;
  private static final int WIDE_GATHERED_ROWS = 12;
  private static final int UNROLLED = 4;

  /// Columns of gathered rows at most.
  static final int GATHERED_COLUMNS = Kernels.DECODED_COLUMNS;

  /// Bytes from a gathered row to the next: rows at powers of two would be in each other's way in a
  /// cache.
  static final int GATHERED_STRIDE = GATHERED_COLUMNS * Float.BYTES + 64;

  // Behind the sums.
  private static final int NARROW_B = 8;
  private static final int WIDE_B = 24;
  private static final int VECTORS_OF_B = 2;

  private final Form form;
  private final boolean wide;
  private final Assembler asm;

  /// What it takes, as [Arguments].
  enum Argument {
    /// Address of `a`.
    A,
    /// Bytes from row to row of it as it lies; nobody asks for those of gathered rows.
    A_STRIDE,
    /// Rows of the product, at least one.
    ROWS,
    /// Address of `b`.
    B,
    /// Bytes from row to row of it; with gathered rows, from the panel that it is to the next one,
    /// if a tile has two.
    B_STRIDE,
    /// Rows of it, `k`, at least one.
    DEPTH,
    /// Address of `out`.
    OUT,
    /// Bytes from row to row of it.
    OUT_STRIDE,
    /// Tiles side by side that make up its columns, at least one; one with gathered rows.
    TILES
  }

  /// What is computed.
  enum Form {
    /// `out = a * b`.
    PRODUCT,
    /// `out += a * b`.
    SUM,
    /// `out += a * b`, where `a` lies transposed.
    TRANSPOSED_SUM,
    /// `out = a * b`, where the rows of `a` were gathered.
    GATHERED_PRODUCT,
    /// `out += a * b`, where the rows of `a` were gathered.
    GATHERED_SUM
  }

  private FloatProductCode(Form form, InstructionSet instructions) {
    this.form = form;
    wide = instructions.isWide();
    asm = new Assembler(instructions);
  }

  /// Panels of `b` in a product with gathered rows.
  static int gatheredPanels(InstructionSet instructions) {
    return instructions.isWide() ? 2 : 1;
  }

  /// The function.
  static byte[] of(Form form, InstructionSet instructions) {
    FloatProductCode code = new FloatProductCode(form, instructions);
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
        mostRows(),
        R14,
        rows -> {
          multiplyTile(rows);
          for (int row = 0; row < rows; row++) {
            if (isTransposed()) {
              asm.add(R8, Float.BYTES);
            } else if (isGathered()) {
              asm.add(R8, GATHERED_STRIDE);
            } else {
              asm.add(R8, R9);
            }
            asm.add(R11, R12);
          }
        });
    asm.add(RSI, TILE_BYTES);
    asm.add(RBP, TILE_BYTES);
    asm.sub(R15, 1);
    asm.jg(columns);

    asm.leave();
  }

  private int mostRows() {
    return !wide ? NARROW_ROWS : isGathered() ? WIDE_GATHERED_ROWS : WIDE_ROWS;
  }

  /// Vectors of `b` side by side.
  private int vectors() {
    return wide && !isGathered() ? 1 : 2;
  }

  private void multiplyTile(int rows) {
    int vectors = vectors();
    asm.push(R11);
    for (int row = 0; row < rows; row++) {
      passTo(row);
      for (int i = 0; i < vectors; i++) {
        int sum = row * vectors + i;
        if (adds()) {
          asm.vmovdqu(sum, out(row, i));
        } else {
          asm.vpxor(sum, sum, sum);
        }
      }
    }
    asm.mov(RAX, R8);
    // The fifth row of `a`.
    asm.fourth(R11, RAX, R9);
    addAllProducts(rows);
    asm.pop(R11);
    asm.push(R11);
    for (int row = 0; row < rows; row++) {
      passTo(row);
      for (int i = 0; i < vectors; i++) {
        asm.vmovdqu(out(row, i), row * vectors + i);
      }
    }
    asm.pop(R11);
  }

  private void addAllProducts(int rows) {
    asm.mov(RDX, RSI);
    asm.mov(RCX, Arguments.of(Argument.DEPTH));
    Label several = new Label();
    Label rest = new Label();
    Label one = new Label();
    Label end = new Label();
    asm.sub(RCX, UNROLLED);
    asm.jl(rest);
    asm.align(Assembler.LOOP_ALIGNMENT);
    asm.bind(several);
    addProducts(rows, UNROLLED);
    asm.sub(RCX, UNROLLED);
    asm.jge(several);
    asm.bind(rest);
    asm.add(RCX, UNROLLED);
    asm.cmp(RCX, 0);
    asm.jle(end);
    asm.bind(one);
    addProducts(rows, 1);
    asm.sub(RCX, 1);
    asm.jg(one);
    asm.bind(end);
  }

  /// Adds the products of some rows of `b`, which `RDX` passes by.
  private void addProducts(int rows, int depth) {
    for (int k = 0; k < depth; k++) {
      for (int i = 0; i < vectors(); i++) {
        asm.vmovdqu(b() + i, b(i));
      }
      if (isGathered()) {
        asm.add(RDX, TILE_BYTES);
      } else {
        asm.add(RDX, RBX);
      }
      for (int row = 0; row < rows; row++) {
        Address a = a(row, k);
        if (vectors() == 1) {
          asm.vfmadd231psBroadcast(row, b(), a);
        } else {
          int everywhere = b() + VECTORS_OF_B;
          asm.vbroadcastss(everywhere, a);
          asm.vfmadd231ps(2 * row, b(), everywhere);
          asm.vfmadd231ps(2 * row + 1, b() + 1, everywhere);
        }
      }
      if (isTransposed()) {
        asm.add(RAX, R9);
      }
    }
    if (!isTransposed()) {
      asm.add(RAX, depth * Float.BYTES);
      asm.add(R11, depth * Float.BYTES);
    }
  }

  private boolean isTransposed() {
    return form == Form.TRANSPOSED_SUM;
  }

  private boolean isGathered() {
    return form == Form.GATHERED_PRODUCT || form == Form.GATHERED_SUM;
  }

  private boolean adds() {
    return form != Form.PRODUCT && form != Form.GATHERED_PRODUCT;
  }

  /// The first of the vectors of `b`.
  private int b() {
    return wide ? WIDE_B : NARROW_B;
  }

  private Address b(int vector) {
    boolean isNextPanel = isGathered() && wide && vector > 0;
    return isNextPanel ? Address.of(RDX, RBX, 0) : Address.of(RDX, vector * asm.vectorBytes());
  }

  /// A number of `a`, so many behind where the code has got to.
  private Address a(int row, int k) {
    if (isTransposed()) {
      return Address.of(RAX, row * Float.BYTES);
    }
    if (isGathered()) {
      return Address.of(RAX, row * GATHERED_STRIDE + k * Float.BYTES);
    }
    Register first = row < Address.ROWS ? RAX : R11;
    return Address.ofRow(row % Address.ROWS, first, R9, R10, k * Float.BYTES);
  }

  /// Lets `R11` be at the outputs of each fifth row, if this is one.
  private void passTo(int row) {
    if (row > 0 && row % Address.ROWS == 0) {
      asm.fourth(R11, R11, R12);
    }
  }

  private Address out(int row, int vector) {
    return Address.ofRow(row % Address.ROWS, R11, R12, R13, vector * asm.vectorBytes());
  }
}
