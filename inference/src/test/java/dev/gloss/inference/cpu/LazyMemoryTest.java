package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LazyMemoryTest {
  private static final long MIB = 1L << 20;

  @Test
  void memoryIsZeroAlignedAndFreedWithItsArena() {
    MemorySegment memory;
    try (Arena arena = Arena.ofShared()) {
      for (long alignment : new long[] {1, 64, 4096}) {
        for (long bytes : new long[] {1, 1000, 3 * MIB + 5}) {
          MemorySegment some = LazyMemory.allocate(arena, bytes, alignment);
          assertEquals(bytes, some.byteSize());
          assertEquals(0, some.address() % alignment);
          assertEquals(-1, some.mismatch(MemorySegment.ofArray(new byte[(int) bytes])));
          some.fill((byte) 7);
        }
      }
      memory = LazyMemory.allocate(arena, MIB, 64);
      assertTrue(memory.scope().isAlive());
    }
    assertFalse(memory.scope().isAlive());
    MemorySegment freed = memory;
    assertThrows(IllegalStateException.class, () -> freed.get(ValueLayout.JAVA_BYTE, 0));
  }

  /// The number of the process's pages in memory, which Linux tells.
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNotTouchedTakesNoMemory() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      long before = residentBytes();
      MemorySegment memory = LazyMemory.allocate(arena, 1024 * MIB, 64);
      memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      memory.set(ValueLayout.JAVA_BYTE, memory.byteSize() - 1, (byte) 1);
      long taken = residentBytes() - before;
      assertTrue(taken < 128 * MIB, "took " + taken / MIB + " MiB of 1024");
    }
  }

  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
