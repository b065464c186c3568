package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCoresTest {
  @TempDir Path root;

  private void allowed(String list) throws IOException {
    Path status = root.resolve("proc/self/status");
    Files.createDirectories(status.getParent());
    Files.writeString(status, "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t" + list + "\n");
  }

  private void processor(int number, String siblings) throws IOException {
    Path file =
        root.resolve("sys/devices/system/cpu/cpu" + number + "/topology/thread_siblings_list");
    Files.createDirectories(file.getParent());
    Files.writeString(file, siblings + "\n");
  }

  private int count(int processors) {
    return new HostCores(root).count(processors);
  }

  @Test
  void twoThreadsOfACoreCountOnce() throws IOException {
    allowed("0-7");
    for (int i = 0; i < 8; i++) {
      processor(i, i % 4 + "," + (i % 4 + 4));
    }
    assertEquals(4, count(8));
    allowed("0-1,4-5");
    assertEquals(2, count(4), "of the cores that the process may run on");
    allowed("3");
    assertEquals(1, count(1));
  }

  @Test
  void coresOfTwoKindsCountAlike() throws IOException {
    allowed("0-5");
    processor(0, "0-1");
    processor(1, "0-1");
    for (int i = 2; i < 6; i++) {
      processor(i, "" + i);
    }
    assertEquals(5, count(6));
  }

  @Test
  void aControlGroupMayAllowFewer() throws IOException {
    allowed("0-3");
    for (int i = 0; i < 4; i++) {
      processor(i, "" + i);
    }
    assertEquals(2, count(2));
  }

  @Test
  void whereNothingIsToldEachProcessorIsACore() throws IOException {
    assertEquals(6, count(6));
    allowed("0-3");
    assertEquals(4, count(4), "no topology");
    allowed("all");
    assertEquals(4, count(4));
    allowed("");
    assertEquals(4, count(4));
  }

  @Test
  void thisMachineHasACore() {
    assertTrue(HostCores.count() >= 1);
    assertTrue(HostCores.count() <= Runtime.getRuntime().availableProcessors());
  }
}
