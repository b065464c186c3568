package dev.gloss.inference.cpu.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the emitted code needs of processor and system, and whether it is there.
final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> NEEDED = List.of("avx2", "fma", "f16c");

  private Processor() {}

  /// Why the code cannot run here; null if it can.
  static @Nullable String obstacle() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "");
    if (!system.equals("linux") || !architecture.equals("amd64")) {
      return "it is written for Linux on x86-64";
    }
    try {
      return obstacle(Files.readString(CPU_INFO, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "the system does not tell what the processor can do";
    }
  }

  /// Why the code cannot run, by what `/proc/cpuinfo` says; null if it can.
  static @Nullable String obstacle(String cpuInfo) {
    Set<String> flags = new HashSet<>();
    cpuInfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .ifPresent(line -> flags.addAll(List.of(line.split("\\s+"))));
    for (String feature : NEEDED) {
      if (!flags.contains(feature)) {
        return "the processor has no " + feature.toUpperCase(Locale.ROOT);
      }
    }
    return null;
  }
}
