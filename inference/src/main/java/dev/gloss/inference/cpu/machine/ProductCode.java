package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;
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

import dev.gloss.inference.cpu.kernels.RoundedRows;
import dev.gloss.inference.cpu.machine.Assembler.Label;
import dev.gloss.inference.cpu.machine.PanelCode.Vectors;

/// Writes the function that multiplies one panel of a format with rows of rounded activations.
///
/// It takes the [Arguments] that [Call] names and goes over the columns in chunks of
/// [#CHUNK_BLOCKS] blocks. The weights of a chunk are unpacked once, to a byte each, into scratch
/// memory that stays in the first-level cache; then tiles of rows of activations ([TileCode]) are
/// multiplied with them, the sums of a block in 16-bit lanes, which its integers fit, or in 32 bits
/// where there are instructions for it. With one row weights are unpacked as they are multiplied,
/// since storing them would take longest. What is added in float32, and in which order,
/// [dev.gloss.inference.cpu.kernels.BlockPanels] says.
final class ProductCode {
  /// Blocks that are unpacked at a time.
  static final int CHUNK_BLOCKS = 8;

  /// How far ahead of the weights that are unpacked memory is asked for: a processor's own look
  /// ahead ends with a page.
  private static final int AHEAD_BYTES = 4096;

  private static final int LINE_BYTES = 64;
  private static final int QUADS = 8;
  private static final int BLOCK_CODE_BYTES = QUADS * STEP_BYTES;

  // While a chunk is unpacked.
  private static final int UNPACKED = 1;
  private static final Vectors UNPACKING = new Vectors(0, 4, 2, 12, 13);

  private final PanelCode format;
  private final Assembler asm;
  private final TileCode tiles;

  private ProductCode(PanelCode format, InstructionSet instructions) {
    this.format = format;
    asm = new Assembler(instructions);
    tiles =
        instructions.isWide()
            ? new WideTiles(format, asm)
            : new NarrowTiles(format, instructions.hasDotProducts(), asm);
  }

  /// The function for a format.
  static byte[] of(PanelCode format, InstructionSet instructions) {
    ProductCode code = new ProductCode(format, instructions);
    code.write();
    return code.asm.toBytes();
  }

  private void write() {
    asm.enter();
    asm.mov(R8, Arguments.of(Call.FACTORS));
    asm.mov(R9, Arguments.of(Call.CODES));
    asm.mov(R10, Arguments.of(Call.BLOCKS));
    asm.mov(R11, Arguments.of(Call.ACTIVATIONS));
    asm.mov(RBX, Arguments.of(Call.ACTIVATION_STRIDE));
    asm.triple(RBP, RBX);
    asm.mov(R13, Arguments.of(Call.OUTPUT_STRIDE));
    asm.triple(R14, R13);
    clearOutputs();

    Label chunk = new Label();
    asm.bind(chunk);
    unpackFactors();
    if (format.codesAreBytes()) {
      multiplyRows(true);
    } else {
      Label several = new Label();
      Label done = new Label();
      asm.mov(R15, Arguments.of(Call.ROWS));
      asm.cmp(R15, 1);
      asm.jg(several);
      multiplySingleRow();
      asm.jmp(done);
      asm.bind(several);
      unpackCodes();
      multiplyRows(false);
      asm.bind(done);
    }
    asm.add(R11, CHUNK_BLOCKS * RoundedRows.BLOCK_BYTES);
    asm.sub(R10, CHUNK_BLOCKS);
    asm.jg(chunk);

    asm.leave();
  }

  private void clearOutputs() {
    asm.mov(R12, Arguments.of(Call.OUTPUT));
    asm.mov(R15, Arguments.of(Call.ROWS));
    asm.vpxor(0, 0, 0);
    Label row = new Label();
    asm.bind(row);
    for (int lane = 0; lane < STEP_BYTES; lane += asm.vectorBytes()) {
      asm.vmovdqu(Address.of(R12, lane), 0);
    }
    asm.add(R12, R13);
    asm.sub(R15, 1);
    asm.jg(row);
  }

  /// Lets `RCX` be the blocks of this chunk.
  private void countBlocks() {
    asm.min(RCX, R10, CHUNK_BLOCKS);
  }

  /// Unpacks the factors of a chunk, which `R8` passes by.
  private void unpackFactors() {
    asm.mov(RDX, Arguments.of(Call.SCRATCH));
    asm.add(RDX, Scratch.FACTORS);
    format.unpackFactors(asm, R8, RDX);
    asm.add(R8, format.chunkFactorBytes());
  }

  /// Unpacks the codes of a chunk, which `R9` passes by.
  private void unpackCodes() {
    asm.mov(RSI, Arguments.of(Call.SCRATCH));
    asm.mov(RDX, RSI);
    asm.vmovdqu(UNPACKING.lowHalves(), Address.of(RDX, Scratch.LOW_HALVES));
    asm.vmovdqu(UNPACKING.highBits(), Address.of(RDX, format.highBits()));
    countBlocks();
    Label block = new Label();
    asm.bind(block);
    prefetch(R9);
    format.unpackCodes(asm, R9, RSI, UNPACKED, UNPACKING);
    asm.add(R9, format.blockCodeBytes());
    asm.add(RSI, BLOCK_CODE_BYTES);
    asm.sub(RCX, 1);
    asm.jg(block);
  }

  /// Asks for the codes of a block that comes later; the factors of the next panel lie among them.
  private void prefetch(Register codes) {
    for (int line = 0; line < format.blockCodeBytes(); line += LINE_BYTES) {
      asm.prefetch(Address.of(codes, AHEAD_BYTES + line));
    }
  }

  /// Multiplies a chunk with the only row, whose codes `R9` passes by.
  private void multiplySingleRow() {
    beginRows();
    tiles.loadMasks(RDX);
    multiplyTile(1, true);
    asm.add(R9, CHUNK_BLOCKS * format.blockCodeBytes());
  }

  /// Multiplies a chunk with all rows.
  ///
  /// @param packed whether by the codes as they are packed, which `R9` passes by
  private void multiplyRows(boolean packed) {
    beginRows();
    asm.mov(R15, Arguments.of(Call.ROWS));
    RowTiles.write(
        asm,
        tiles.mostRows(),
        R15,
        rows -> {
          multiplyTile(rows, packed);
          for (int row = 0; row < rows; row++) {
            asm.add(RAX, RBX);
            asm.add(R12, R13);
          }
        });
    if (packed) {
      asm.add(R9, CHUNK_BLOCKS * format.blockCodeBytes());
    }
  }

  private void beginRows() {
    asm.mov(RDX, Arguments.of(Call.SCRATCH));
    tiles.loadConstants(RDX);
    asm.mov(RAX, R11);
    asm.mov(R12, Arguments.of(Call.OUTPUT));
  }

  /// Multiplies a chunk with a tile; leaves `RAX` and `R12` as they were.
  private void multiplyTile(int rows, boolean packed) {
    asm.push(RAX);
    asm.mov(RDX, Arguments.of(Call.SCRATCH));
    if (packed) {
      asm.mov(RSI, R9);
    } else {
      asm.mov(RSI, RDX);
    }
    asm.add(RDX, Scratch.FACTORS);
    countBlocks();
    tiles.begin(rows);
    Label block = new Label();
    asm.align(Assembler.LOOP_ALIGNMENT);
    asm.bind(block);
    if (packed) {
      prefetch(RSI);
    }
    tiles.multiply(rows, packed);
    asm.add(RAX, RoundedRows.BLOCK_BYTES);
    asm.add(RSI, packed ? format.blockCodeBytes() : BLOCK_CODE_BYTES);
    asm.add(RDX, format.factorBytes());
    asm.sub(RCX, 1);
    asm.jg(block);
    tiles.end(rows);
    asm.pop(RAX);
  }
}
