package dev.gloss.inference.cpu.machine;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes instructions of x86-64 with AVX2, FMA, and what an [InstructionSet] adds to them, as the
/// "Intel 64 and IA-32 Architectures Software Developer's Manual", volume 2, encodes them.
///
/// Methods are named after their instructions. Vectors are numbers of registers, 0 to 15, of 256
/// bits, or of 128 where a name ends in `128`; in wide mode, 0 to 31, of 512 bits. The first
/// operand is the destination.
final class Assembler {
  /// Bytes of a vector of 256 bits.
  static final int VECTOR_BYTES = 32;

  /// Bytes of a vector of 512 bits.
  static final int WIDE_VECTOR_BYTES = 64;

  /// What loops begin at a multiple of.
  static final int LOOP_ALIGNMENT = 32;

  private static final int NARROW_REGISTERS = 16;

  // Opcode maps and prefixes of VEX.
  private static final int MAP_0F = 1;
  private static final int MAP_0F38 = 2;
  private static final int MAP_0F3A = 3;
  private static final int L256 = 4;
  private static final int NONE = L256;
  private static final int P66 = L256 | 1;
  private static final int PF3 = L256 | 2;
  private static final int PF3_OF_128 = 2;
  private static final int P66_OF_64 = P66 | 0x80;

  private static final int LAST_SHORT = 127;

  /// Registers that functions of Linux leave as they were.
  private static final Register[] KEPT = {
    Register.RBX, Register.RBP, Register.R12, Register.R13, Register.R14, Register.R15
  };

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final List<Fixup> fixups = new ArrayList<>();
  private final boolean wide;

  /// For vectors of 256 bits.
  Assembler() {
    this(InstructionSet.AVX2);
  }

  /// For the vectors of an instruction set.
  Assembler(InstructionSet instructions) {
    wide = instructions.isWide();
  }

  /// A place in the code that jumps lead to.
  static final class Label {
    private int at = -1;
  }

  /// Four bytes at `at` that are to hold the way to a label.
  private record Fixup(int at, Label label) {}

  /// The code, with all jumps resolved.
  byte[] toBytes() {
    byte[] bytes = code.toByteArray();
    for (Fixup fixup : fixups) {
      if (fixup.label.at < 0) {
        throw new IllegalStateException("a jump leads nowhere");
      }
      int way = fixup.label.at - (fixup.at + Integer.BYTES);
      for (int i = 0; i < Integer.BYTES; i++) {
        bytes[fixup.at + i] = (byte) (way >>> 8 * i);
      }
    }
    return bytes;
  }

  /// Bytes of a vector.
  int vectorBytes() {
    return wide ? WIDE_VECTOR_BYTES : VECTOR_BYTES;
  }

  /// Where the next instruction will be.
  int position() {
    return code.size();
  }

  /// Fills up to a multiple of `bytes` with instructions that do nothing.
  void align(int bytes) {
    while (position() % bytes != 0) {
      code.write(0x90);
    }
  }

  /// Lets a label be here.
  void bind(Label label) {
    label.at = position();
  }

  /// Begins a function: keeps the registers that belong to whoever calls it.
  void enter() {
    for (Register register : KEPT) {
      push(register);
    }
  }

  /// Ends a function.
  void leave() {
    vzeroupper();
    for (int i = KEPT.length - 1; i >= 0; i--) {
      pop(KEPT[i]);
    }
    ret();
  }

  // General registers.

  void mov(Register to, Register from) {
    general(0x89, from, to);
  }

  void mov(Register to, Address from) {
    general(0x8b, to.ordinal(), from);
  }

  void mov(Address to, Register from) {
    general(0x89, from.ordinal(), to);
  }

  void lea(Register to, Address address) {
    general(0x8d, to.ordinal(), address);
  }

  void add(Register to, Register other) {
    general(0x01, other, to);
  }

  /// `to = 3 * from`.
  void triple(Register to, Register from) {
    lea(to, Address.of(from, from, 0));
    add(to, from);
  }

  /// `to = from + 4 * stride`.
  void fourth(Register to, Register from, Register stride) {
    lea(to, Address.twice(from, stride, 0));
    lea(to, Address.twice(to, stride, 0));
  }

  /// The smaller of a number and another one.
  void min(Register to, Register from, int most) {
    Label smaller = new Label();
    mov(to, from);
    cmp(to, most);
    jle(smaller);
    clear(to);
    add(to, most);
    bind(smaller);
  }

  void add(Register to, int number) {
    withNumber(0, to, number);
  }

  void sub(Register to, int number) {
    withNumber(5, to, number);
  }

  void cmp(Register one, Register other) {
    general(0x39, other, one);
  }

  void cmp(Register one, int number) {
    withNumber(7, one, number);
  }

  /// Clears a register.
  void clear(Register to) {
    general(0x31, to, to);
  }

  void push(Register register) {
    if (register.ordinal() > 7) {
      code.write(0x41);
    }
    code.write(0x50 + (register.ordinal() & 7));
  }

  void pop(Register register) {
    if (register.ordinal() > 7) {
      code.write(0x41);
    }
    code.write(0x58 + (register.ordinal() & 7));
  }

  void ret() {
    code.write(0xc3);
  }

  void jmp(Label label) {
    code.write(0xe9);
    way(label);
  }

  /// Jumps if the last comparison or subtraction found the first operand less, with signs.
  void jl(Label label) {
    conditional(0x8c, label);
  }

  /// Jumps if the last comparison or subtraction found the first operand greater, with signs.
  void jg(Label label) {
    conditional(0x8f, label);
  }

  /// Jumps if the last comparison or subtraction found the first operand greater or equal.
  void jge(Label label) {
    conditional(0x8d, label);
  }

  /// Jumps if the last comparison or subtraction found the first operand less or equal.
  void jle(Label label) {
    conditional(0x8e, label);
  }

  private void conditional(int opcode, Label label) {
    code.write(0x0f);
    code.write(opcode);
    way(label);
  }

  private void way(Label label) {
    fixups.add(new Fixup(position(), label));
    number(0);
  }

  // Vectors: loads and stores.

  void vmovdqu(int to, Address from) {
    vex(PF3, MAP_0F, 0x6f, to, 0, from);
  }

  void vmovdqu(Address to, int from) {
    vex(PF3, MAP_0F, 0x7f, from, 0, to);
  }

  /// Stores the lower 128 bits.
  void vmovdqu128(Address to, int from) {
    expectNarrow();
    vex(PF3_OF_128, MAP_0F, 0x7f, from, 0, to);
  }

  void vmovdqa(int to, int from) {
    vex(P66, MAP_0F, 0x6f, to, 0, from);
  }

  void vpbroadcastd(int to, Address from) {
    vex(P66, MAP_0F38, 0x58, to, 0, from);
  }

  void vbroadcastss(int to, Address from) {
    vex(P66, MAP_0F38, 0x18, to, 0, from);
  }

  /// Asks for what is about to be read; an address where nothing is does no harm.
  void prefetch(Address from) {
    int index = from.index() == null ? 0 : from.index().ordinal();
    int rex = bit3(index) << 1 | bit3(from.base().ordinal());
    if (rex != 0) {
      code.write(0x40 | rex);
    }
    code.write(0x0f);
    code.write(0x18);
    operand(1, from, true);
  }

  void vzeroupper() {
    code.write(0xc5);
    code.write(0xf8);
    code.write(0x77);
  }

  // Vectors: integers.

  /// Products of bytes without sign of `unsigned` and bytes with sign of `signed`, two neighbours
  /// added in 16 bits, cut to what these hold.
  void vpmaddubsw(int to, int unsigned, int signed) {
    vex(P66, MAP_0F38, 0x04, to, unsigned, signed);
  }

  /// Products of numbers of 16 bits, two neighbours added in 32 bits.
  void vpmaddwd(int to, int one, int other) {
    vex(P66, MAP_0F, 0xf5, to, one, other);
  }

  /// Adds products of bytes without sign of `unsigned` and bytes with sign of `signed`, four
  /// neighbours at a time, to numbers of 32 bits.
  void vpdpbusd(int to, int unsigned, int signed) {
    vex(P66, MAP_0F38, 0x50, to, unsigned, signed);
  }

  /// The same with the same four bytes everywhere; in wide mode.
  void vpdpbusd(int to, int unsigned, Address signed) {
    broadcasting(P66, MAP_0F38, 0x50, to, unsigned, signed);
  }

  /// Adds products of numbers of 16 bits, two neighbours at a time, to numbers of 32 bits.
  void vpdpwssd(int to, int one, int other) {
    vex(P66, MAP_0F38, 0x52, to, one, other);
  }

  /// The same with the same two numbers everywhere; in wide mode.
  void vpdpwssd(int to, int one, Address other) {
    broadcasting(P66, MAP_0F38, 0x52, to, one, other);
  }

  void vpmullw(int to, int one, int other) {
    vex(P66, MAP_0F, 0xd5, to, one, other);
  }

  void vpaddw(int to, int one, int other) {
    vex(P66, MAP_0F, 0xfd, to, one, other);
  }

  void vpaddd(int to, int one, int other) {
    vex(P66, MAP_0F, 0xfe, to, one, other);
  }

  void vpsubd(int to, int one, int other) {
    vex(P66, MAP_0F, 0xfa, to, one, other);
  }

  /// Bytes of `of`, negated where those of `sign` are negative, 0 where they are.
  void vpsignb(int to, int of, int sign) {
    expectNarrow();
    vex(P66, MAP_0F38, 0x08, to, of, sign);
  }

  void vpabsb(int to, int from) {
    vex(P66, MAP_0F38, 0x1c, to, 0, from);
  }

  void vpand(int to, int one, int other) {
    vex(P66, MAP_0F, 0xdb, to, one, other);
  }

  void vpor(int to, int one, int other) {
    vex(P66, MAP_0F, 0xeb, to, one, other);
  }

  void vpxor(int to, int one, int other) {
    vex(P66, MAP_0F, 0xef, to, one, other);
  }

  /// The larger of each pair of numbers of 32 bits with sign.
  void vpmaxsd(int to, int one, int other) {
    vex(P66, MAP_0F38, 0x3d, to, one, other);
  }

  /// Moves bytes within each 128 bits: those at the places that `order` has.
  void vpshufb(int to, int from, int order) {
    vex(P66, MAP_0F38, 0x00, to, from, order);
  }

  /// Moves numbers of 64 bits.
  void vpermq(int to, int from, int order) {
    expectNarrow();
    vex(P66_OF_64, MAP_0F3A, 0x00, to, 0, from);
    code.write(order);
  }

  /// The lower or the upper 128 bits.
  void vextracti128(int to, int from, int half) {
    expectNarrow();
    vex(P66, MAP_0F3A, 0x39, from, 0, to);
    code.write(half);
  }

  /// Moves numbers of 32 bits within each 128 bits.
  void vpshufd(int to, int from, int order) {
    vex(P66, MAP_0F, 0x70, to, 0, from);
    code.write(order);
  }

  /// Chooses halves of 128 bits; 1 swaps those of `one`.
  void vperm2i128(int to, int one, int other, int choice) {
    expectNarrow();
    vex(P66, MAP_0F3A, 0x46, to, one, other);
    code.write(choice);
  }

  /// Numbers of 32 bits of `from` at the places that `order` has.
  void vpermd(int to, int order, int from) {
    vex(P66, MAP_0F38, 0x36, to, order, from);
  }

  /// Numbers of 32 bits of `other` where a bit of the mask is set, else those of `one`.
  void vpblendd(int to, int one, int other, int mask) {
    expectNarrow();
    vex(P66, MAP_0F3A, 0x02, to, one, other);
    code.write(mask);
  }

  /// Numbers of 16 bits, cut from those of 32, halves of both in turn.
  void vpackssdw(int to, int one, int other) {
    vex(P66, MAP_0F, 0x6b, to, one, other);
  }

  /// Bytes, cut from numbers of 16 bits, halves of both in turn.
  void vpacksswb(int to, int one, int other) {
    vex(P66, MAP_0F, 0x63, to, one, other);
  }

  /// The lower halves of numbers of 32 bits, side by side in the lower half; in wide mode.
  void vpmovdw(int to, int from) {
    vex(PF3, MAP_0F38, 0x33, from, 0, to);
  }

  void vpsrld(int to, int from, int bits) {
    shift(2, to, from, bits);
  }

  void vpsrad(int to, int from, int bits) {
    shift(4, to, from, bits);
  }

  void vpslld(int to, int from, int bits) {
    shift(6, to, from, bits);
  }

  // Vectors: float32.

  void vcvtdq2ps(int to, int from) {
    vex(NONE, MAP_0F, 0x5b, to, 0, from);
  }

  /// The binary16 in the lower half of `from`.
  void vcvtph2ps(int to, int from) {
    vex(P66, MAP_0F38, 0x13, to, 0, from);
  }

  void vaddps(int to, int one, int other) {
    vex(NONE, MAP_0F, 0x58, to, one, other);
  }

  void vdivps(int to, int one, int other) {
    vex(NONE, MAP_0F, 0x5e, to, one, other);
  }

  /// Ones where a comparison holds.
  void vcmpps(int to, int one, Address other, int predicate) {
    expectNarrow();
    vex(NONE, MAP_0F, 0xc2, to, one, other);
    code.write(predicate);
  }

  /// Numbers of `other` where the sign of `mask` is set, else those of `one`.
  void vblendvps(int to, int one, int other, int mask) {
    expectNarrow();
    vex(P66, MAP_0F3A, 0x4a, to, one, other);
    code.write(mask << 4);
  }

  void vaddps(int to, int one, Address other) {
    vex(NONE, MAP_0F, 0x58, to, one, other);
  }

  void vmulps(int to, int one, int other) {
    vex(NONE, MAP_0F, 0x59, to, one, other);
  }

  void vmulps(int to, int one, Address other) {
    vex(NONE, MAP_0F, 0x59, to, one, other);
  }

  /// Products with the same number everywhere; in wide mode.
  void vmulpsBroadcast(int to, int one, Address other) {
    broadcasting(NONE, MAP_0F, 0x59, to, one, other);
  }

  /// `to = to + one * other` with the same number everywhere; in wide mode.
  void vfmadd231psBroadcast(int to, int one, Address other) {
    broadcasting(P66, MAP_0F38, 0xb8, to, one, other);
  }

  /// `to = to * factor + term`.
  void vfmadd213ps(int to, int factor, Address term) {
    vex(P66, MAP_0F38, 0xa8, to, factor, term);
  }

  /// `to = to + one * other`.
  void vfmadd231ps(int to, int one, int other) {
    vex(P66, MAP_0F38, 0xb8, to, one, other);
  }

  // Encoding.

  private void general(int opcode, Register reg, Register rm) {
    code.write(0x48 | bit3(reg.ordinal()) << 2 | bit3(rm.ordinal()));
    code.write(opcode);
    code.write(0xc0 | (reg.ordinal() & 7) << 3 | rm.ordinal() & 7);
  }

  private void general(int opcode, int reg, Address rm) {
    int index = rm.index() == null ? 0 : rm.index().ordinal();
    code.write(0x48 | bit3(reg) << 2 | bit3(index) << 1 | bit3(rm.base().ordinal()));
    code.write(opcode);
    operand(reg, rm, true);
  }

  private void withNumber(int digit, Register rm, int number) {
    code.write(0x48 | bit3(rm.ordinal()));
    code.write(0x81);
    code.write(0xc0 | digit << 3 | rm.ordinal() & 7);
    number(number);
  }

  private void shift(int digit, int to, int from, int bits) {
    prefix(P66, MAP_0F, 0, bit4(from), bit3(from), to);
    code.write(0x72);
    code.write(0xc0 | digit << 3 | from & 7);
    code.write(bits);
  }

  private void vex(int prefix, int map, int opcode, int reg, int vvvv, int rm) {
    checkVectors(rm);
    prefix(prefix, map, reg, bit4(rm), bit3(rm), vvvv);
    code.write(opcode);
    code.write(0xc0 | (reg & 7) << 3 | rm & 7);
  }

  private void vex(int prefix, int map, int opcode, int reg, int vvvv, Address rm) {
    int index = rm.index() == null ? 0 : rm.index().ordinal();
    prefix(prefix, map, reg, bit3(index), bit3(rm.base().ordinal()), vvvv);
    code.write(opcode);
    // EVEX counts short displacements in vectors.
    operand(reg, rm, !wide);
  }

  private void checkVectors(int numbers) {
    if (!wide && numbers >= NARROW_REGISTERS) {
      throw new IllegalArgumentException("there are " + NARROW_REGISTERS + " vectors of 256 bits");
    }
  }

  private void expectNarrow() {
    if (wide) {
      throw new IllegalStateException("the instruction is not written for vectors of 512 bits");
    }
  }

  /// Of a place in memory the 32 bits there, everywhere.
  private void broadcasting(int prefix, int map, int opcode, int reg, int vvvv, Address rm) {
    if (!wide) {
      throw new IllegalStateException("vectors of 256 bits are not broadcast from memory");
    }
    int index = rm.index() == null ? 0 : rm.index().ordinal();
    evex(prefix, map, reg, bit3(index), bit3(rm.base().ordinal()), vvvv, 1);
    code.write(opcode);
    operand(reg, rm, false);
  }

  /// What comes before an opcode: VEX, of three bytes or of two where these say as much, or EVEX.
  private void prefix(int prefix, int map, int reg, int x, int b, int vvvv) {
    if (wide) {
      evex(prefix, map, reg, x, b, vvvv, 0);
      return;
    }
    checkVectors(reg | vvvv);
    int r = bit3(reg);
    int last = (~vvvv & 0xf) << 3 | prefix;
    if (map == MAP_0F && x == 0 && b == 0) {
      code.write(0xc5);
      code.write((1 - r) << 7 | last);
    } else {
      code.write(0xc4);
      code.write((1 - r) << 7 | (1 - x) << 6 | (1 - b) << 5 | map);
      code.write(last);
    }
  }

  /// The bit that says 256 bits in VEX is always set in EVEX.
  private void evex(int prefix, int map, int reg, int x, int b, int vvvv, int broadcast) {
    code.write(0x62);
    code.write((1 - bit3(reg)) << 7 | (1 - x) << 6 | (1 - b) << 5 | (1 - bit4(reg)) << 4 | map);
    code.write((~vvvv & 0xf) << 3 | prefix);
    code.write(0x40 | broadcast << 4 | (1 - bit4(vvvv)) << 3);
  }

  /// ModRM, SIB and displacement of a place in memory.
  ///
  /// @param mayBeShort whether a short displacement counts bytes
  private void operand(int reg, Address rm, boolean mayBeShort) {
    int base = rm.base().ordinal() & 7;
    boolean sib = rm.index() != null || base == Register.RSP.ordinal();
    int displacement = rm.displacement();
    boolean isShort = mayBeShort && displacement >= -LAST_SHORT - 1 && displacement <= LAST_SHORT;
    int mod = isShort ? 0x40 : 0x80;
    code.write(mod | (reg & 7) << 3 | (sib ? 4 : base));
    if (sib) {
      int index = rm.index() == null ? 4 : rm.index().ordinal() & 7;
      code.write(rm.scaleBits() << 6 | index << 3 | base);
    }
    if (isShort) {
      code.write(displacement);
    } else {
      number(displacement);
    }
  }

  private void number(int number) {
    for (int i = 0; i < Integer.BYTES; i++) {
      code.write(number >>> 8 * i);
    }
  }

  private static int bit3(int number) {
    return number >> 3 & 1;
  }

  private static int bit4(int number) {
    return number >> 4 & 1;
  }
}
