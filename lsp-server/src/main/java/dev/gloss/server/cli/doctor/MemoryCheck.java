package dev.gloss.server.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/// Whether there is memory for the model: it lives outside of the Java heap.
public final class MemoryCheck implements Check {
  private static final long WANTED_BYTES = 512L << 20;

  @Override
  public Finding look() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    long available = available().orElse(system.getFreeMemorySize());
    String what =
        "%s available of %s, %s for the Java heap"
            .formatted(gib(available), gib(total), gib(Runtime.getRuntime().maxMemory()));
    return available >= WANTED_BYTES
        ? Finding.ok("memory", what)
        : Finding.warn("memory", what + "; the embedded model wants " + gib(WANTED_BYTES));
  }

  /// What Linux counts as available, caches that it would give up included.
  private static OptionalLong available() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
