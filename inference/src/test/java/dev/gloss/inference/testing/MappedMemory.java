package dev.gloss.inference.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/// Counts what is mapped into this process.
public final class MappedMemory {

  private MappedMemory() {}

  /// Something that is done with files.
  @FunctionalInterface
  public interface Action {
    /// Does it.
    void run() throws Exception;
  }

  /// Asserts that an action leaves no file mapped that was not mapped before.
  public static void assertNoLeak(Action action) throws Exception {
    long before = mappings();
    action.run();
    assertEquals(before, mappings(), "files that stayed mapped");
  }

  /// Mappings of files that are open now.
  public static long mappings() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("mapped"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }
}
