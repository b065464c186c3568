package dev.gloss.server.models;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The memory of this machine, or of the container that the process is in.
///
/// @param totalBytes all of it
/// @param freeBytes what can be had without taking it from other processes; caches that the system
///   would give up count as free
public record Memory(long totalBytes, long freeBytes) {

  /// What there is now.
  public static Memory now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Memory(system.getTotalMemorySize(), available().orElse(system.getFreeMemorySize()));
  }

  /// What Linux counts as available.
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
}
