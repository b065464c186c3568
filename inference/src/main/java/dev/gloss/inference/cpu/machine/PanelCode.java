package dev.gloss.inference.cpu.machine;

import static dev.gloss.inference.cpu.kernels.PackedMatrix.STEP_BYTES;

import dev.gloss.inference.cpu.kernels.BlockPanels;
import dev.gloss.inference.cpu.kernels.Q6KPanels;
import dev.gloss.inference.cpu.kernels.SuperBlockPanels;
import dev.gloss.inference.tensor.DType;

/// How the codes and factors of a format are unpacked, and what its sums need.
///
/// The layouts are those of `PackedCodes` and of the formats' panels.
final class PanelCode {
  private static final int CHUNK = ProductCode.CHUNK_BLOCKS;
  private static final int QUADS = 8;

  // While factors are unpacked.
  private static final int HALVES_APART = 14;
  private static final int LOW_BYTE = 13;
  private static final int SOME_HALVES = 15;

  /// By how much the upper pairs of bits are shifted to the left, by quad.
  private static final int[] PAIR_SHIFTS = {0, -2, 4, 2};

  /// What is subtracted from codes.
  private enum Bias {
    NONE,
    EIGHT,
    SIXTEEN,
    THIRTY_TWO
  }

  /// How codes lie.
  private enum Codes {
    NIBBLES(4),
    FIVE_BITS(5),
    SIX_BITS(6),
    BYTES(8);

    private final int words;

    Codes(int words) {
      this.words = words;
    }
  }

  /// How factors lie, a word a row at a time.
  private enum Factors {
    /// The scales of two blocks in a word.
    SCALES(CHUNK / 2, 1),
    /// Scale and minimum of a block in a word.
    SCALES_AND_MINIMA(CHUNK, 2),
    /// Of a super-block: two factors, eight bytes, eight bytes.
    BYTES_AND_MINIMA(5, 2),
    /// Of a super-block: a factor, 16 bytes with sign.
    HALF_SCALES(5, 3);

    private final int chunkWords;
    private final int steps;

    Factors(int chunkWords, int steps) {
      this.chunkWords = chunkWords;
      this.steps = steps;
    }
  }

  private final Codes codes;
  private final Factors factors;
  private final Bias bias;

  private PanelCode(Codes codes, Factors factors, Bias bias) {
    this.codes = codes;
    this.factors = factors;
    this.bias = bias;
  }

  /// Of a format.
  static PanelCode of(BlockPanels format) {
    Factors factors =
        switch (format) {
          case SuperBlockPanels superBlock -> Factors.BYTES_AND_MINIMA;
          case Q6KPanels q6 -> Factors.HALF_SCALES;
          default -> format.hasMinima() ? Factors.SCALES_AND_MINIMA : Factors.SCALES;
        };
    DType type = format.dtype();
    return switch (type) {
      case Q4_0 -> new PanelCode(Codes.NIBBLES, factors, Bias.EIGHT);
      case Q4_1, Q4_K -> new PanelCode(Codes.NIBBLES, factors, Bias.NONE);
      case Q5_0, Q5_1, Q5_K -> new PanelCode(Codes.FIVE_BITS, factors, Bias.SIXTEEN);
      case Q6_K -> new PanelCode(Codes.SIX_BITS, factors, Bias.THIRTY_TWO);
      case Q8_0 -> new PanelCode(Codes.BYTES, factors, Bias.NONE);
      default -> throw new IllegalArgumentException("no code for " + type);
    };
  }

  /// Whether codes are bytes with sign, which need no unpacking.
  boolean codesAreBytes() {
    return codes == Codes.BYTES;
  }

  /// Whether either half of a block has a scale of its own.
  boolean hasHalfScales() {
    return factors == Factors.HALF_SCALES;
  }

  /// Whether blocks have minima.
  boolean hasMinima() {
    return factors == Factors.SCALES_AND_MINIMA || factors == Factors.BYTES_AND_MINIMA;
  }

  /// Whether sums begin with a bias.
  boolean hasBias() {
    return bias != Bias.NONE;
  }

  /// Whether it serves only to keep sums within 16 bits, and is taken back afterwards.
  boolean biasIsGivenBack() {
    return codes == Codes.FIVE_BITS && hasMinima();
  }

  /// Where in [Scratch] the negative bias is.
  int bias() {
    return switch (bias) {
      case NONE -> codes == Codes.BYTES ? Scratch.MINUS_128 : Scratch.MINUS_8;
      case EIGHT -> Scratch.MINUS_8;
      case SIXTEEN -> Scratch.MINUS_16;
      case THIRTY_TWO -> Scratch.MINUS_32;
    };
  }

  /// Where in [Scratch] the mask of the upper bits of codes is.
  int highBits() {
    return codes == Codes.SIX_BITS ? Scratch.HIGH_PAIRS : Scratch.FIFTH_BITS;
  }

  /// Bytes of the codes of a block.
  int blockCodeBytes() {
    return codes.words * STEP_BYTES;
  }

  /// Bytes of the factors of a chunk, packed.
  int chunkFactorBytes() {
    return factors.chunkWords * STEP_BYTES;
  }

  /// Bytes of the factors of a block, unpacked.
  int factorBytes() {
    return factors.steps * STEP_BYTES;
  }

  /// The vectors in which codes are unpacked.
  ///
  /// @param word keeps a word between two quads
  /// @param bits keeps upper bits of codes between quads
  /// @param term is free for use
  /// @param lowHalves has the lower halves of bytes
  /// @param highBits has the upper bits of codes
  record Vectors(int word, int bits, int term, int lowHalves, int highBits) {}

  /// Unpacks the codes of a block to a byte each: [QUADS] steps.
  ///
  /// @param result is free for use
  void unpackCodes(Assembler asm, Register from, Register to, int result, Vectors vectors) {
    for (int lane = 0; lane < STEP_BYTES; lane += asm.vectorBytes()) {
      for (int quad = 0; quad < QUADS; quad++) {
        unpackQuad(asm, from, quad, lane, result, vectors);
        asm.vmovdqu(Address.of(to, quad * STEP_BYTES + lane), result);
      }
    }
  }

  /// Unpacks four codes of each row, to a byte each; quads of a lane come in ascending order.
  ///
  /// @param lane bytes into a step
  void unpackQuad(Assembler asm, Register from, int quad, int lane, int to, Vectors vectors) {
    int word = vectors.word();
    int bits = vectors.bits();
    int term = vectors.term();
    if (quad % 2 == 0) {
      asm.vmovdqu(word, Address.of(from, wordStep(quad) * STEP_BYTES + lane));
      asm.vpand(to, word, vectors.lowHalves());
    } else {
      asm.vpsrld(to, word, 4);
      asm.vpand(to, to, vectors.lowHalves());
    }
    if (codes == Codes.NIBBLES) {
      return;
    }
    if (quad == 0 || codes == Codes.SIX_BITS && quad == QUADS / 2) {
      asm.vmovdqu(bits, Address.of(from, bitsStep(quad) * STEP_BYTES + lane));
    }
    shift(asm, term, bits, codes == Codes.SIX_BITS ? PAIR_SHIFTS[quad % 4] : 4 - quad);
    asm.vpand(term, term, vectors.highBits());
    asm.vpor(to, to, term);
  }

  /// The step with the lower halves of a quad's codes; those of six bits come in halves of a block.
  private int wordStep(int quad) {
    return codes == Codes.SIX_BITS ? quad / 4 * 3 + quad % 4 / 2 : quad / 2;
  }

  /// The step with their upper bits, behind the lower halves.
  private int bitsStep(int quad) {
    return codes == Codes.SIX_BITS ? quad / 4 * 3 + 2 : QUADS / 2;
  }

  /// Shifts to the left, or to the right if `bits` is negative.
  private static void shift(Assembler asm, int to, int from, int bits) {
    if (bits > 0) {
      asm.vpslld(to, from, bits);
    } else if (bits < 0) {
      asm.vpsrld(to, from, -bits);
    } else {
      asm.vmovdqa(to, from);
    }
  }

  /// Unpacks the factors of a chunk to float32: of each block the scales, behind them the minima or
  /// the scales of both halves.
  ///
  /// @param to the factors in the scratch memory
  void unpackFactors(Assembler asm, Register from, Register to) {
    asm.vmovdqu(HALVES_APART, Address.of(to, Scratch.HALVES_APART - Scratch.FACTORS));
    asm.vmovdqu(LOW_BYTE, Address.of(to, Scratch.LOW_BYTE - Scratch.FACTORS));
    for (int lane = 0; lane < STEP_BYTES; lane += asm.vectorBytes()) {
      switch (factors) {
        case SCALES -> unpackScales(asm, from, to, lane);
        case SCALES_AND_MINIMA -> unpackScalesAndMinima(asm, from, to, lane);
        case BYTES_AND_MINIMA -> unpackBytesAndMinima(asm, from, to, lane);
        case HALF_SCALES -> unpackHalfScales(asm, from, to, lane);
      }
    }
  }

  private void unpackScales(Assembler asm, Register from, Register to, int lane) {
    for (int word = 0; word < CHUNK / 2; word++) {
      asm.vmovdqu(0, Address.of(from, word * STEP_BYTES + lane));
      unpackHalves(asm, 1, 0);
      asm.vmovdqu(Address.of(to, 2 * word * factorBytes() + lane), 1);
      asm.vmovdqu(Address.of(to, (2 * word + 1) * factorBytes() + lane), 0);
    }
  }

  private void unpackScalesAndMinima(Assembler asm, Register from, Register to, int lane) {
    for (int word = 0; word < CHUNK; word++) {
      asm.vmovdqu(0, Address.of(from, word * STEP_BYTES + lane));
      unpackHalves(asm, 1, 0);
      asm.vmovdqu(Address.of(to, word * factorBytes() + lane), 1);
      asm.vmovdqu(Address.of(to, word * factorBytes() + STEP_BYTES + lane), 0);
    }
  }

  private void unpackBytesAndMinima(Assembler asm, Register from, Register to, int lane) {
    int d = 2;
    int dmin = 3;
    asm.vmovdqu(0, Address.of(from, lane));
    unpackHalves(asm, d, dmin);
    asm.vmovdqu(4, Address.of(to, Scratch.SIGN - Scratch.FACTORS));
    asm.vpxor(dmin, dmin, 4);
    for (int block = 0; block < CHUNK; block++) {
      int out = block * factorBytes() + lane;
      for (int which = 0; which < 2; which++) {
        int word = 1 + 2 * which + block / 4;
        asm.vmovdqu(0, Address.of(from, word * STEP_BYTES + lane));
        shift(asm, 0, 0, -8 * (block % 4));
        asm.vpand(0, 0, LOW_BYTE);
        asm.vcvtdq2ps(0, 0);
        asm.vmulps(0, 0, which == 0 ? d : dmin);
        asm.vmovdqu(Address.of(to, out + which * STEP_BYTES), 0);
      }
    }
  }

  private void unpackHalfScales(Assembler asm, Register from, Register to, int lane) {
    int d = 2;
    asm.vmovdqu(0, Address.of(from, lane));
    unpackHalves(asm, d, 0);
    for (int block = 0; block < CHUNK; block++) {
      int out = block * factorBytes() + lane;
      asm.vmovdqu(Address.of(to, out), d);
      for (int half = 0; half < 2; half++) {
        int index = 2 * block + half;
        asm.vmovdqu(0, Address.of(from, (1 + index / 4) * STEP_BYTES + lane));
        shift(asm, 0, 0, 24 - 8 * (index % 4));
        asm.vpsrad(0, 0, 24);
        asm.vcvtdq2ps(0, 0);
        asm.vmovdqu(Address.of(to, out + (1 + half) * STEP_BYTES), 0);
      }
    }
  }

  /// The binary16 in the halves of the words in 0, as float32. (By a shift and a multiplication, as
  /// the specification has it, those too small for a leading 1 take some processors a hundred times
  /// as long, and real files have them: a `Q6_K` factor is a weight over 4,096.)
  ///
  /// @param low gets those in the lower halves
  /// @param high gets those in the upper halves; may be 0
  private static void unpackHalves(Assembler asm, int low, int high) {
    if (asm.vectorBytes() == STEP_BYTES) {
      asm.vpmovdw(SOME_HALVES, 0);
      asm.vpsrld(0, 0, 16);
      asm.vcvtph2ps(low, SOME_HALVES);
      asm.vpmovdw(0, 0);
      asm.vcvtph2ps(high, 0);
      return;
    }
    asm.vpshufb(0, 0, HALVES_APART);
    asm.vpermq(0, 0, 0b11_01_10_00);
    asm.vcvtph2ps(low, 0);
    asm.vextracti128(0, 0, 1);
    asm.vcvtph2ps(high, 0);
  }
}
