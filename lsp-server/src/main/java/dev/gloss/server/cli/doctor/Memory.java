package dev.gloss.server.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.gloss.inference.cpu.HostMemory;
import java.lang.management.ManagementFactory;

/// The memory of this machine, or of the container that the process is in.
///
/// @param totalBytes all of it
/// @param freeBytes what can be had without taking it from other processes; caches that the system
///   would give up count as free
public record Memory(long totalBytes, long freeBytes) {

  /// What there is now.
  public static Memory now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Memory(system.getTotalMemorySize(), HostMemory.freeBytes());
  }
}
