package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {
  private static final long MIB = 1L << 20;

  @TempDir private Path root = Path.of("");

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void check(long expectedMib) {
    assertEquals(expectedMib * MIB, new HostMemory(root).availableBytes());
  }

  private void meminfo() throws IOException {
    file("proc/meminfo", "MemTotal: 24683656 kB\nMemFree: 102400 kB\nMemAvailable: 8388608 kB\n");
  }

  @Test
  void availableIsMoreThanFree() throws IOException {
    meminfo();
    check(8192);
    file("proc/self/cgroup", "0::/user.slice\n");
    check(8192);
  }

  @Test
  void controlGroupsOfTheSecondVersionLimitIt() throws IOException {
    meminfo();
    file("proc/self/cgroup", "0::/app/inner\n");
    file("sys/fs/cgroup/app/inner/memory.max", "max\n");
    file("sys/fs/cgroup/app/inner/memory.current", 100 * MIB + "\n");
    check(8192);
    // The group around it: files that nobody uses now are given up.
    file("sys/fs/cgroup/app/memory.max", 2048 * MIB + "\n");
    file("sys/fs/cgroup/app/memory.current", 1000 * MIB + "\n");
    file(
        "sys/fs/cgroup/app/memory.stat",
        "anon 5\ninactive_file " + 300 * MIB + "\nactive_file 7\n");
    check(2048 - 1000 + 300);
  }

  @Test
  void controlGroupsOfTheFirstVersionLimitIt() throws IOException {
    meminfo();
    file("proc/self/cgroup", "9:name=systemd:/\n4:memory,hugetlb:/docker/abc\n0::/\n");
    // Within a container the mount is the group itself.
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", 1024 * MIB + "\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", 900 * MIB + "\n");
    check(124);
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    check(8192);
  }

  @Test
  void moreUsedThanAllowedLeavesNothing() throws IOException {
    meminfo();
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", 100 * MIB + "\n");
    file("sys/fs/cgroup/memory.current", 120 * MIB + "\n");
    check(0);
  }

  @Test
  void otherSystemsSayItThemselves() {
    assertTrue(new HostMemory(root).availableBytes() > 0);
    assertTrue(HostMemory.freeBytes() > 0);
  }
}
