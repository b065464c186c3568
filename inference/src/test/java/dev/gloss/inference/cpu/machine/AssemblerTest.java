package dev.gloss.inference.cpu.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gloss.inference.cpu.machine.Assembler.Label;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Instructions against what the GNU assembler makes of them.
final class AssemblerTest {

  static Stream<Arguments> instructions() {
    return Stream.of(
        of("4c89f8", asm -> asm.mov(Register.RAX, Register.R15)),
        of("4c8b4708", asm -> asm.mov(Register.R8, Address.of(Register.RDI, 8))),
        of("488d6c1b08", asm -> asm.lea(Register.RBP, Address.of(Register.RBX, Register.RBX, 8))),
        of("4801d8", asm -> asm.add(Register.RAX, Register.RBX)),
        of("4981c380010000", asm -> asm.add(Register.R11, 384)),
        of("4981ea08000000", asm -> asm.sub(Register.R10, 8)),
        of("4881f908000000", asm -> asm.cmp(Register.RCX, 8)),
        of("4831c9", asm -> asm.clear(Register.RCX)),
        of("410f188900080000", asm -> asm.prefetch(Address.of(Register.R9, 2048))),
        of("0f184e40", asm -> asm.prefetch(Address.of(Register.RSI, 64))),
        of("4154", asm -> asm.push(Register.R12)),
        of("5d", asm -> asm.pop(Register.RBP)),
        of("c57e6f4640", asm -> asm.vmovdqu(8, Address.of(Register.RSI, 64))),
        of("c4817e7f5c2c20", asm -> asm.vmovdqu(Address.of(Register.R12, Register.R13, 32), 3)),
        of("c57d6fca", asm -> asm.vmovdqa(9, 2)),
        of(
            "c4627d58545820",
            asm -> asm.vpbroadcastd(10, Address.twice(Register.RAX, Register.RBX, 32))),
        of(
            "c4627d18542828",
            asm -> asm.vbroadcastss(10, Address.of(Register.RAX, Register.RBP, 40))),
        of("c4423d04da", asm -> asm.vpmaddubsw(11, 8, 10)),
        of("c4c145f5c7", asm -> asm.vpmaddwd(0, 7, 15)),
        of("c4c16dd5d6", asm -> asm.vpmullw(2, 2, 14)),
        of("c4c175fdcb", asm -> asm.vpaddw(1, 1, 11)),
        of("c44175fee9", asm -> asm.vpaddd(13, 1, 9)),
        of("c5d5fae6", asm -> asm.vpsubd(4, 5, 6)),
        of("c4422d08d8", asm -> asm.vpsignb(11, 10, 8)),
        of("c4427d1ce0", asm -> asm.vpabsb(12, 8)),
        of("c4c175dbc4", asm -> asm.vpand(0, 1, 12)),
        of("c5bdebc2", asm -> asm.vpor(0, 8, 2)),
        of("c5e5efdb", asm -> asm.vpxor(3, 3, 3)),
        of("c4c17572d104", asm -> asm.vpsrld(1, 9, 4)),
        of("c5ed72e018", asm -> asm.vpsrad(2, 0, 24)),
        of("c59d72f310", asm -> asm.vpslld(12, 3, 16)),
        of("c5fc5bee", asm -> asm.vcvtdq2ps(5, 6)),
        of("c5cc58af80000000", asm -> asm.vaddps(5, 6, Address.of(Register.RDI, 128))),
        of("c4413c59da", asm -> asm.vmulps(11, 8, 10)),
        of("c5f4598ac0000000", asm -> asm.vmulps(1, 1, Address.of(Register.RDX, 192))),
        of(
            "c48225a85c3420",
            asm -> asm.vfmadd213ps(3, 11, Address.of(Register.R12, Register.R14, 32))),
        of("c4c21db8da", asm -> asm.vfmadd231ps(3, 12, 10)),
        of("c4c25d3de5", asm -> asm.vpmaxsd(4, 4, 13)),
        of("c4c17d70ec4e", asm -> asm.vpshufd(5, 12, 78)),
        of("c4c37546d101", asm -> asm.vperm2i128(2, 1, 9, 1)),
        of("c4e22536c0", asm -> asm.vpermd(0, 11, 0)),
        of("c4c37502ca04", asm -> asm.vpblendd(1, 1, 10, 4)),
        of("c5bd6bc1", asm -> asm.vpackssdw(0, 8, 1)),
        of("c57d63ca", asm -> asm.vpacksswb(9, 0, 2)),
        of("c4c16458da", asm -> asm.vaddps(3, 3, 10)),
        of("c5b45ef4", asm -> asm.vdivps(6, 9, 4)),
        of("c4c15cc26b4005", asm -> asm.vcmpps(5, 4, Address.of(Register.R11, 64), 5)),
        of("c4e30d4aff50", asm -> asm.vblendvps(7, 14, 7, 5)),
        of("c4c23500c6", asm -> asm.vpshufb(0, 9, 14)),
        of("c463fd00d3d8", asm -> asm.vpermq(10, 3, 216)),
        of("c4637d39dc01", asm -> asm.vextracti128(4, 11, 1)),
        of("c4627d13ca", asm -> asm.vcvtph2ps(9, 2)),
        of("c4c21d50db", asm -> asm.vpdpbusd(3, 12, 11)),
        of("c4c22552d6", asm -> asm.vpdpwssd(2, 11, 14)),
        of("c5fa7f4a20", asm -> asm.vmovdqu128(Address.of(Register.RDX, 32), 1)),
        of("c5f877", Assembler::vzeroupper),
        of("c3", Assembler::ret));
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    Assembler narrow = new Assembler();
    assertThrows(IllegalArgumentException.class, () -> narrow.vpaddd(16, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> narrow.vpaddd(0, 16, 0));
    assertThrows(IllegalArgumentException.class, () -> narrow.vpaddd(0, 0, 16));
    assertThrows(
        IllegalStateException.class, () -> narrow.vpdpbusd(0, 1, Address.of(Register.RAX, 0)));
    Assembler wide = new Assembler(InstructionSet.AVX512_VNNI);
    assertThrows(IllegalStateException.class, () -> wide.vpsignb(0, 1, 2));
  }

  static Stream<Arguments> wideInstructions() {
    return Stream.of(
        of("62e17e486fa601000000", asm -> asm.vmovdqu(20, Address.of(Register.RSI, 1))),
        of(
            "62117e487f8c2c05000000",
            asm -> asm.vmovdqu(Address.of(Register.R12, Register.R13, 5), 9)),
        of("62017548dbfc", asm -> asm.vpand(31, 1, 28)),
        of("62817d40efc6", asm -> asm.vpxor(16, 16, 30)),
        of("6291754072d704", asm -> asm.vpsrld(17, 31, 4)),
        of("62b16d4872f002", asm -> asm.vpslld(2, 16, 2)),
        of(
            "62f27d50509c580d000000",
            asm -> asm.vpdpbusd(3, 16, Address.twice(Register.RAX, Register.RBX, 13))),
        of("62b27d4050dc", asm -> asm.vpdpbusd(3, 16, 20)),
        of("62d2255052bc2421000000", asm -> asm.vpdpwssd(7, 27, Address.of(Register.R12, 33))),
        of(
            "62413c5059942c29000000",
            asm -> asm.vmulpsBroadcast(26, 24, Address.of(Register.R12, Register.RBP, 41))),
        of(
            "62723550b8b82d000000",
            asm -> asm.vfmadd231psBroadcast(15, 25, Address.of(Register.RAX, 45))),
        of("62124548b8fa", asm -> asm.vfmadd231ps(15, 7, 26)),
        of("62f15c4859a241000000", asm -> asm.vmulps(4, 4, Address.of(Register.RDX, 65))),
        of("62f17c485be4", asm -> asm.vcvtdq2ps(4, 4)),
        of("62d27e4833c7", asm -> asm.vpmovdw(15, 0)),
        of("62d27d4813d7", asm -> asm.vcvtph2ps(2, 15)),
        of("410f188900080000", asm -> asm.prefetch(Address.of(Register.R9, 2048))));
  }

  @ParameterizedTest
  @MethodSource("wideInstructions")
  void wideInstructionsAreEncoded(String bytes, Consumer<Assembler> instruction) {
    Assembler asm = new Assembler(InstructionSet.AVX512_VNNI);
    instruction.accept(asm);
    assertEquals(bytes, HexFormat.of().formatHex(asm.toBytes()));
  }

  private static Arguments of(String bytes, Consumer<Assembler> instruction) {
    return Arguments.of(bytes, instruction);
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void areEncoded(String bytes, Consumer<Assembler> instruction) {
    Assembler asm = new Assembler();
    instruction.accept(asm);
    assertEquals(bytes, HexFormat.of().formatHex(asm.toBytes()));
  }

  @Test
  void jumpsFindTheirLabels() {
    Assembler asm = new Assembler();
    Label back = new Label();
    Label ahead = new Label();
    asm.bind(back);
    asm.jg(ahead);
    asm.jmp(back);
    asm.bind(ahead);
    asm.ret();
    byte[] expected = {0x0f, (byte) 0x8f, 5, 0, 0, 0, (byte) 0xe9, -11, -1, -1, -1, (byte) 0xc3};
    assertArrayEquals(expected, asm.toBytes());
  }

  @Test
  void aJumpToNowhereIsNoCode() {
    Assembler asm = new Assembler();
    asm.jl(new Label());
    assertThrows(IllegalStateException.class, asm::toBytes);
  }
}
