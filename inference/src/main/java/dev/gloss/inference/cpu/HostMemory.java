package dev.gloss.inference.cpu;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How much memory this process may still take before the system has to look for it elsewhere: what
/// is free, and what caches of files would give up at once.
///
/// On Linux that is `MemAvailable` of `/proc/meminfo`, or what the process's control groups leave
/// (versions 1 and 2), whichever is less; beyond it processes are killed. Other systems move memory
/// to disk instead; macOS counts as free only what nobody ever used, so that half of its memory
/// counts at least.
public final class HostMemory {
  private final Path root;

  /// @param root folder that has `proc` and `sys`, `/` but in tests
  HostMemory(Path root) {
    this.root = root;
  }

  /// Bytes that are free on this machine now.
  public static long freeBytes() {
    return new HostMemory(Path.of("/")).availableBytes();
  }

  /// Bytes that are free.
  long availableBytes() {
    OptionalLong available = number(root.resolve("proc/meminfo"), "MemAvailable:");
    if (available.isEmpty()) {
      return elsewhere();
    }
    return Math.min(available.getAsLong() << 10, leftOfControlGroups());
  }

  private static long elsewhere() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    return Math.max(system.getFreeMemorySize(), mac ? system.getTotalMemorySize() / 2 : 0);
  }

  private long leftOfControlGroups() {
    long left = Long.MAX_VALUE;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[0].equals("0")) {
        left = Math.min(left, leftOf(Hierarchy.SECOND, parts[2]));
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        left = Math.min(left, leftOf(Hierarchy.FIRST, parts[2]));
      }
    }
    return left;
  }

  /// Where the two versions of control groups say what.
  private record Hierarchy(String mount, String limit, String usage, String inactiveFile) {
    static final Hierarchy FIRST =
        new Hierarchy(
            "sys/fs/cgroup/memory",
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            "total_inactive_file");
    static final Hierarchy SECOND =
        new Hierarchy("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file");
  }

  /// What a group and all groups around it leave. Within a container the group's own folder may not
  /// be there: then its limits are those of the mount.
  private long leftOf(Hierarchy hierarchy, String group) {
    Path mount = root.resolve(hierarchy.mount());
    Path folder = mount.resolve(group.replaceFirst("^/+", "")).normalize();
    long left = Long.MAX_VALUE;
    for (Path at = folder; at != null && at.startsWith(mount); at = at.getParent()) {
      left = Math.min(left, leftOf(hierarchy, at));
    }
    return left;
  }

  private static long leftOf(Hierarchy hierarchy, Path folder) {
    OptionalLong limit = number(folder.resolve(hierarchy.limit()), "");
    OptionalLong usage = number(folder.resolve(hierarchy.usage()), "");
    if (limit.isEmpty() || usage.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long files = number(folder.resolve("memory.stat"), hierarchy.inactiveFile() + " ").orElse(0);
    return Math.max(0, limit.getAsLong() - usage.getAsLong() + files);
  }

  /// The number in the line that begins so; empty if there is no such file, line or number (`max`).
  private static OptionalLong number(Path file, String beginning) {
    return lines(file).stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()).replaceFirst(" kB$", "").strip())
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException | UncheckedIOException e) {
      // Not Linux, or nobody may look.
      return List.of();
    }
  }
}
