package dev.gloss.server.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.gloss.inference.cpu.HostMemory;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// Whether there is memory for the model: it lives outside of the Java heap.
public final class MemoryCheck implements Check {
  private static final long WANTED_BYTES = 512L << 20;

  @Override
  public Finding look() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    long available = HostMemory.freeBytes();
    String what =
        "%s available of %s, %s for the Java heap"
            .formatted(gib(available), gib(total), gib(Runtime.getRuntime().maxMemory()));
    return available >= WANTED_BYTES
        ? Finding.ok("memory", what)
        : Finding.warn("memory", what + "; the embedded model wants " + gib(WANTED_BYTES));
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
