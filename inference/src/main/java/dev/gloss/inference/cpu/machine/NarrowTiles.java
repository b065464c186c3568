package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
import static dev.gloss.inference.cpu.machine.Assembler.VECTOR_BYTES;
import static dev.gloss.inference.cpu.machine.Register.R12;
import static dev.gloss.inference.cpu.machine.Register.R13;
import static dev.gloss.inference.cpu.machine.Register.R14;
import static dev.gloss.inference.cpu.machine.Register.RAX;
import static dev.gloss.inference.cpu.machine.Register.RBP;
import static dev.gloss.inference.cpu.machine.Register.RBX;
import static dev.gloss.inference.cpu.machine.Register.RDI;
import static dev.gloss.inference.cpu.machine.Register.RDX;
import static dev.gloss.inference.cpu.machine.Register.RSI;

import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.machine.PanelCode.Vectors;

/// Tiles by vectors of 256 bits.
final class NarrowTiles implements TileCode {
  private static final int QUADS = 8;

  // Vectors of a tile: two sums for each of four rows in 0 to 7, then these.
  private static final int WEIGHTS = 8;
  private static final int MORE_WEIGHTS = 9;
  private static final int ACTIVATIONS = 10;
  private static final int TERM = 11;
  private static final int MINIMA = 12;
  private static final int MORE_MINIMA = 13;
  private static final int BIAS = 14;
  private static final int ONES = 15;

  // For the two vectors of a step of a single row, whose tile leaves these free.
  private static final int LOW_HALVES = 6;
  private static final int HIGH_BITS = 7;
  private static final Vectors FIRST = new Vectors(2, 4, TERM, LOW_HALVES, HIGH_BITS);
  private static final Vectors SECOND = new Vectors(3, 5, TERM, LOW_HALVES, HIGH_BITS);

  private final PanelCode format;
  private final boolean dotProducts;
  private final Assembler asm;

  NarrowTiles(PanelCode format, boolean dotProducts, Assembler asm) {
    this.dotProducts = dotProducts;
    this.format = format;
    this.asm = asm;
  }

  @Override
  public int mostRows() {
    return 4;
  }

  @Override
  public void loadConstants(Register scratch) {
    asm.vmovdqu(ONES, Address.of(scratch, Scratch.ONES));
    asm.vmovdqu(BIAS, Address.of(scratch, format.bias()));
  }

  @Override
  public void loadMasks(Register scratch) {
    asm.vmovdqu(LOW_HALVES, Address.of(scratch, Scratch.LOW_HALVES));
    asm.vmovdqu(HIGH_BITS, Address.of(scratch, format.highBits()));
  }

  @Override
  public void begin(int rows) {
    // Outputs are added to block by block.
  }

  @Override
  public void end(int rows) {
    // Likewise.
  }

  @Override
  public void multiply(int rows, boolean packed) {
    if (format.codesAreBytes()) {
      sumSignedBytes(rows);
    } else if (format.hasHalfScales()) {
      sumHalf(rows, 0, packed);
      scaleHalf(rows, 0);
      sumHalf(rows, 1, packed);
      scaleHalf(rows, 1);
    } else {
      sumWholeBlock(rows, packed);
    }
    addBlock(rows);
  }

  /// Loads the weights of a quad, unpacking them where they are packed.
  private void loadWeights(int quad, boolean packed) {
    if (packed) {
      format.unpackQuad(asm, RSI, quad, 0, WEIGHTS, FIRST);
      format.unpackQuad(asm, RSI, quad, VECTOR_BYTES, MORE_WEIGHTS, SECOND);
    } else {
      asm.vmovdqu(WEIGHTS, Address.of(RSI, quad * STEP_BYTES));
      asm.vmovdqu(MORE_WEIGHTS, Address.of(RSI, quad * STEP_BYTES + VECTOR_BYTES));
    }
  }

  /// Sums of bytes with sign, in 32 bits.
  private void sumSignedBytes(int rows) {
    for (int quad = 0; quad < QUADS; quad++) {
      asm.vmovdqu(WEIGHTS, Address.of(RSI, quad * STEP_BYTES));
      asm.vmovdqu(MORE_WEIGHTS, Address.of(RSI, quad * STEP_BYTES + VECTOR_BYTES));
      asm.vpabsb(MINIMA, WEIGHTS);
      asm.vpabsb(MORE_MINIMA, MORE_WEIGHTS);
      for (int row = 0; row < rows; row++) {
        asm.vpbroadcastd(ACTIVATIONS, activations(row, 4 * quad));
        for (int vector = 0; vector < 2; vector++) {
          int sum = 2 * row + vector;
          asm.vpsignb(TERM, ACTIVATIONS, WEIGHTS + vector);
          if (dotProducts) {
            addProducts(sum, MINIMA + vector, TERM, quad == 0);
            continue;
          }
          asm.vpmaddubsw(TERM, MINIMA + vector, TERM);
          if (quad == 0) {
            asm.vpmaddwd(sum, TERM, ONES);
          } else {
            asm.vpmaddwd(TERM, TERM, ONES);
            asm.vpaddd(sum, sum, TERM);
          }
        }
      }
    }
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vcvtdq2ps(sum, sum);
    }
  }

  /// Adds the products of bytes, or begins with them, in 32 bits.
  private void addProducts(int sum, int weights, int activations, boolean first) {
    if (first) {
      asm.vpxor(sum, sum, sum);
    }
    asm.vpdpbusd(sum, weights, activations);
  }

  private void sumWholeBlock(int rows, boolean packed) {
    if (dotProducts) {
      sumDotProducts(rows, 0, QUADS, format.hasBias() && !format.biasIsGivenBack(), packed);
      return;
    }
    if (format.hasBias()) {
      for (int row = 0; row < rows; row++) {
        asm.vpbroadcastd(2 * row, activations(row, RoundedRows.PAIR_SUMS));
        asm.vpbroadcastd(TERM, activations(row, RoundedRows.PAIR_SUMS + Integer.BYTES));
        asm.vpaddw(2 * row, 2 * row, TERM);
        asm.vpmullw(2 * row, 2 * row, BIAS);
        asm.vmovdqa(2 * row + 1, 2 * row);
      }
    }
    sumQuads(rows, 0, QUADS, format.hasBias(), packed);
    widen(rows);
    if (format.biasIsGivenBack()) {
      for (int row = 0; row < rows; row++) {
        asm.vpbroadcastd(ACTIVATIONS, activations(row, RoundedRows.PAIR_SUMS));
        asm.vpbroadcastd(TERM, activations(row, RoundedRows.PAIR_SUMS + Integer.BYTES));
        asm.vpaddw(TERM, ACTIVATIONS, TERM);
        asm.vpmaddwd(TERM, TERM, BIAS);
        asm.vpsubd(2 * row, 2 * row, TERM);
        asm.vpsubd(2 * row + 1, 2 * row + 1, TERM);
      }
    }
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vcvtdq2ps(sum, sum);
    }
  }

  /// Sums some quads in 32 bits, as float32.
  private void sumDotProducts(int rows, int first, int count, boolean biased, boolean packed) {
    for (int row = 0; row < rows && biased; row++) {
      asm.vpxor(2 * row, 2 * row, 2 * row);
      for (int half = first; half < first + count; half += QUADS / 2) {
        int pairs = RoundedRows.PAIR_SUMS + half / (QUADS / 2) * Integer.BYTES;
        asm.vpbroadcastd(TERM, activations(row, pairs));
        asm.vpdpwssd(2 * row, TERM, BIAS);
      }
      asm.vmovdqa(2 * row + 1, 2 * row);
    }
    for (int quad = first; quad < first + count; quad++) {
      loadWeights(quad, packed);
      for (int row = 0; row < rows; row++) {
        asm.vpbroadcastd(ACTIVATIONS, activations(row, 4 * quad));
        for (int vector = 0; vector < 2; vector++) {
          addProducts(2 * row + vector, WEIGHTS + vector, ACTIVATIONS, quad == first && !biased);
        }
      }
    }
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vcvtdq2ps(sum, sum);
    }
  }

  private void sumHalf(int rows, int half, boolean packed) {
    if (dotProducts) {
      sumDotProducts(rows, half * QUADS / 2, QUADS / 2, true, packed);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int pairs = RoundedRows.PAIR_SUMS + half * Integer.BYTES;
      asm.vpbroadcastd(2 * row, activations(row, pairs));
      asm.vpmullw(2 * row, 2 * row, BIAS);
      asm.vmovdqa(2 * row + 1, 2 * row);
    }
    sumQuads(rows, half * QUADS / 2, QUADS / 2, true, packed);
    widen(rows);
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vcvtdq2ps(sum, sum);
    }
  }

  /// Multiplies half a block's sums with its own scales; leaves the sums of both halves after the
  /// second.
  private void scaleHalf(int rows, int half) {
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < 2; vector++) {
        int sum = 2 * row + vector;
        int scales = STEP_BYTES * (1 + half) + vector * VECTOR_BYTES;
        asm.vmulps(sum, sum, Address.of(RDX, scales));
        Address kept = Address.of(RDI, Call.KEPT_SUMS + sum * VECTOR_BYTES);
        if (half == 0) {
          asm.vmovdqu(kept, sum);
        } else {
          asm.vaddps(sum, sum, kept);
        }
      }
    }
  }

  /// Adds products of quads to sums in 16 bits.
  private void sumQuads(int rows, int first, int count, boolean begun, boolean packed) {
    for (int quad = first; quad < first + count; quad++) {
      loadWeights(quad, packed);
      for (int row = 0; row < rows; row++) {
        asm.vpbroadcastd(ACTIVATIONS, activations(row, 4 * quad));
        for (int vector = 0; vector < 2; vector++) {
          int sum = 2 * row + vector;
          if (quad == first && !begun) {
            asm.vpmaddubsw(sum, WEIGHTS + vector, ACTIVATIONS);
          } else {
            asm.vpmaddubsw(TERM, WEIGHTS + vector, ACTIVATIONS);
            asm.vpaddw(sum, sum, TERM);
          }
        }
      }
    }
  }

  private void widen(int rows) {
    for (int sum = 0; sum < 2 * rows; sum++) {
      asm.vpmaddwd(sum, sum, ONES);
    }
  }

  /// Scales a block's sums and adds them to the outputs.
  private void addBlock(int rows) {
    asm.vmovdqu(WEIGHTS, Address.of(RDX, 0));
    asm.vmovdqu(MORE_WEIGHTS, Address.of(RDX, VECTOR_BYTES));
    if (format.hasMinima()) {
      asm.vmovdqu(MINIMA, Address.of(RDX, STEP_BYTES));
      asm.vmovdqu(MORE_MINIMA, Address.of(RDX, STEP_BYTES + VECTOR_BYTES));
    }
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < 2; vector++) {
        int sum = 2 * row + vector;
        Address output = outputs(row, vector * VECTOR_BYTES);
        asm.vbroadcastss(ACTIVATIONS, activations(row, RoundedRows.SCALE));
        asm.vmulps(TERM, WEIGHTS + vector, ACTIVATIONS);
        asm.vfmadd213ps(sum, TERM, output);
        if (format.hasMinima()) {
          asm.vbroadcastss(ACTIVATIONS, activations(row, RoundedRows.SCALED_SUM));
          asm.vfmadd231ps(sum, MINIMA + vector, ACTIVATIONS);
        }
        asm.vmovdqu(output, sum);
      }
    }
  }

  private static Address activations(int row, int displacement) {
    return Address.ofRow(row, RAX, RBX, RBP, displacement);
  }

  private static Address outputs(int row, int displacement) {
    return Address.ofRow(row, R12, R13, R14, displacement);
  }
}
