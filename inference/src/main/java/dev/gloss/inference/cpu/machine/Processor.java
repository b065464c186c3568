package dev.gloss.inference.cpu.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which instructions the processor and the system let emitted code use.
final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /// The instructions that are there, the fastest first; none where there is an obstacle.
  static List<InstructionSet> instructionSets() {
    try {
      return obstacle() == null ? instructionSets(cpuInfo()) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The instructions that `/proc/cpuinfo` tells of, the fastest first.
  static List<InstructionSet> instructionSets(String cpuInfo) {
    Set<String> flags = flags(cpuInfo);
    return Arrays.stream(InstructionSet.values())
        .filter(set -> flags.containsAll(set.flags()))
        .toList();
  }

  private static String cpuInfo() throws IOException {
    return Files.readString(CPU_INFO, StandardCharsets.UTF_8);
  }

  /// Why no code can run here; null if some can.
  static @Nullable String obstacle() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "");
    if (!system.equals("linux") || !architecture.equals("amd64")) {
      return "it is written for Linux on x86-64";
    }
    try {
      return obstacle(cpuInfo());
    } catch (IOException e) {
      return "the system does not tell what the processor can do";
    }
  }

  /// Why no code can run, by what `/proc/cpuinfo` says; null if some can.
  static @Nullable String obstacle(String cpuInfo) {
    Set<String> flags = flags(cpuInfo);
    for (String feature : InstructionSet.AVX2.flags()) {
      if (!flags.contains(feature)) {
        return "the processor has no " + feature.toUpperCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static Set<String> flags(String cpuInfo) {
    Set<String> flags = new HashSet<>();
    cpuInfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .ifPresent(line -> flags.addAll(List.of(line.split("\\s+"))));
    return flags;
  }
}
