package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.machine.Register.R12;
import static dev.gloss.inference.cpu.machine.Register.R13;
import static dev.gloss.inference.cpu.machine.Register.R14;
import static dev.gloss.inference.cpu.machine.Register.RAX;
import static dev.gloss.inference.cpu.machine.Register.RBP;
import static dev.gloss.inference.cpu.machine.Register.RBX;
import static dev.gloss.inference.cpu.machine.Register.RDX;
import static dev.gloss.inference.cpu.machine.Register.RSI;

import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.machine.PanelCode.Vectors;

/// Tiles by vectors of 512 bits, a step each: a tile's outputs stay in registers for a chunk, and
/// so do the codes of a block for all its rows.
///
/// Codes are multiplied as bytes without sign. Where they have one, or a bias, the sum begins with
/// what that makes too much of it.
final class WideTiles implements TileCode {
  private static final int QUADS = 8;
  private static final int HALF_QUADS = QUADS / 2;
  private static final int MOST_ROWS = 8;

  // Sums of a row in 0 to 7; of formats with two scales a block those of its second half in 4 to 7.
  private static final int SECOND_SUMS = 4;
  private static final int MOST_ROWS_OF_HALVES = 4;
  private static final int OUTPUTS = 8;
  private static final int WEIGHTS = 16;
  private static final int SCALES = 24;
  private static final int MINIMA = 25;
  private static final int SECOND_SCALES = MINIMA; // no format has both
  private static final int TERM = 26;
  private static final int BIAS = 27;
  private static final int LOW_HALVES = 28;
  private static final int HIGH_BITS = 29;
  private static final int SIGNS = 30;
  private static final Vectors UNPACKING = new Vectors(31, 7, TERM, LOW_HALVES, HIGH_BITS);

  private final PanelCode format;
  private final Assembler asm;

  WideTiles(PanelCode format, Assembler asm) {
    this.format = format;
    this.asm = asm;
  }

  @Override
  public int mostRows() {
    return format.hasHalfScales() ? MOST_ROWS_OF_HALVES : MOST_ROWS;
  }

  @Override
  public void loadConstants(Register scratch) {
    asm.vmovdqu(BIAS, Address.of(scratch, format.bias()));
    asm.vmovdqu(SIGNS, Address.of(scratch, Scratch.BYTE_SIGNS));
  }

  @Override
  public void loadMasks(Register scratch) {
    asm.vmovdqu(LOW_HALVES, Address.of(scratch, Scratch.LOW_HALVES));
    asm.vmovdqu(HIGH_BITS, Address.of(scratch, format.highBits()));
  }

  /// Loads the outputs; leaves `R12` at the activations of the fifth row.
  @Override
  public void begin(int rows) {
    asm.push(R12);
    for (int row = 0; row < rows; row++) {
      asm.vmovdqu(OUTPUTS + row, output(row));
    }
    asm.fourth(R12, RAX, RBX);
  }

  @Override
  public void end(int rows) {
    asm.pop(R12);
    asm.push(R12);
    for (int row = 0; row < rows; row++) {
      asm.vmovdqu(output(row), OUTPUTS + row);
    }
    asm.pop(R12);
  }

  /// Rows come in ascending order; passes to the fifth one.
  private Address output(int row) {
    if (row == Address.ROWS) {
      asm.fourth(R12, R12, R13);
    }
    return Address.ofRow(row % Address.ROWS, R12, R13, R14, 0);
  }

  @Override
  public void multiply(int rows, boolean packed) {
    loadWeights(packed);
    if (format.hasHalfScales()) {
      sum(rows, 0, 0, HALF_QUADS);
      sum(rows, SECOND_SUMS, HALF_QUADS, HALF_QUADS);
      asm.vmovdqu(SCALES, Address.of(RDX, STEP_BYTES));
      asm.vmovdqu(SECOND_SCALES, Address.of(RDX, 2 * STEP_BYTES));
      for (int row = 0; row < rows; row++) {
        asm.vmulps(row, row, SCALES);
        // The product is exact, so that adding it rounds as adding does.
        asm.vfmadd231ps(row, SECOND_SUMS + row, SECOND_SCALES);
      }
    } else {
      sum(rows, 0, 0, QUADS);
    }
    addBlock(rows);
    asm.add(R12, RoundedRows.BLOCK_BYTES);
  }

  private void loadWeights(boolean packed) {
    for (int quad = 0; quad < QUADS; quad++) {
      int weights = WEIGHTS + quad;
      if (packed && !format.codesAreBytes()) {
        format.unpackQuad(asm, RSI, quad, 0, weights, UNPACKING);
      } else {
        asm.vmovdqu(weights, Address.of(RSI, quad * STEP_BYTES));
        if (format.codesAreBytes()) {
          asm.vpxor(weights, weights, SIGNS);
        }
      }
    }
  }

  /// Sums of products of some quads, as float32.
  private void sum(int rows, int sums, int firstQuad, int quads) {
    for (int row = 0; row < rows; row++) {
      asm.vpxor(sums + row, sums + row, sums + row);
    }
    if (isBiased()) {
      for (int half = firstQuad / HALF_QUADS; half < (firstQuad + quads) / HALF_QUADS; half++) {
        for (int row = 0; row < rows; row++) {
          int pairs = RoundedRows.PAIR_SUMS + half * Integer.BYTES;
          asm.vpdpwssd(sums + row, BIAS, activations(row, pairs));
        }
      }
    }
    for (int quad = firstQuad; quad < firstQuad + quads; quad++) {
      for (int row = 0; row < rows; row++) {
        asm.vpdpbusd(sums + row, WEIGHTS + quad, activations(row, quad * Integer.BYTES));
      }
    }
    for (int row = 0; row < rows; row++) {
      asm.vcvtdq2ps(sums + row, sums + row);
    }
  }

  private boolean isBiased() {
    return format.codesAreBytes() || format.hasBias() && !format.biasIsGivenBack();
  }

  /// Scales a block's sums and adds them to the outputs.
  private void addBlock(int rows) {
    asm.vmovdqu(SCALES, Address.of(RDX, 0));
    if (format.hasMinima()) {
      asm.vmovdqu(MINIMA, Address.of(RDX, STEP_BYTES));
    }
    for (int row = 0; row < rows; row++) {
      asm.vmulpsBroadcast(TERM, SCALES, activations(row, RoundedRows.SCALE));
      asm.vfmadd231ps(OUTPUTS + row, row, TERM);
      if (format.hasMinima()) {
        asm.vfmadd231psBroadcast(OUTPUTS + row, MINIMA, activations(row, RoundedRows.SCALED_SUM));
      }
    }
  }

  private static Address activations(int row, int displacement) {
    Register first = row < Address.ROWS ? RAX : R12;
    return Address.ofRow(row % Address.ROWS, first, RBX, RBP, displacement);
  }
}
