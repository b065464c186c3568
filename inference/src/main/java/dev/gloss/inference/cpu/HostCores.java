package dev.gloss.inference.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// How many threads compute best on this machine: one a core. Two threads that share a core share
/// what it multiplies and reads with, and wait for each other at the end of each product.
///
/// On Linux the cores are those that `/sys/devices/system/cpu` tells of the processors that this
/// process may run on, and no more than its control groups allow. On other systems each processor
/// counts as a core.
public final class HostCores {
  private static final int MOST_PROCESSORS = 8192;

  private final Path root;

  /// @param root folder that has `proc` and `sys`, `/` but in tests
  HostCores(Path root) {
    this.root = root;
  }

  /// Cores that this process may use, at least one.
  public static int count() {
    return new HostCores(Path.of("/")).count(Runtime.getRuntime().availableProcessors());
  }

  /// The same, no more than that many.
  int count(int processors) {
    Set<String> cores = new HashSet<>();
    try {
      for (int processor : allowed()) {
        // Who shares a core names the same processors.
        cores.add(
            Files.readString(
                    root.resolve(
                        "sys/devices/system/cpu/cpu"
                            + processor
                            + "/topology/thread_siblings_list"))
                .strip());
      }
    } catch (IOException | NumberFormatException e) {
      return processors;
    }
    return cores.isEmpty() ? processors : Math.min(cores.size(), processors);
  }

  /// The numbers of the processors that this process may run on.
  private Set<Integer> allowed() throws IOException {
    Set<Integer> numbers = new HashSet<>();
    for (String line : Files.readAllLines(root.resolve("proc/self/status"))) {
      if (line.startsWith("Cpus_allowed_list:")) {
        for (String range : line.substring(line.indexOf(':') + 1).strip().split(",")) {
          String[] ends = range.strip().split("-", 2);
          int last = Math.min(Integer.parseInt(ends[ends.length - 1]), MOST_PROCESSORS);
          for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
            numbers.add(i);
          }
        }
      }
    }
    return numbers;
  }
}
