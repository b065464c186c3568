package dev.gloss.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

  @Test
  void sizesAreReadAsPeopleWriteThem() {
    assertEquals(4096, MemorySize.parse("4096"));
    assertEquals(8L << 30, MemorySize.parse("8G"));
    assertEquals(8L << 30, MemorySize.parse("8 GiB"));
    assertEquals(500L << 20, MemorySize.parse("500mb"));
    assertEquals(3L << 29, MemorySize.parse(" 1.5G "));
    assertEquals(2L << 40, MemorySize.parse("2T"));
    assertEquals(1, MemorySize.parse("1B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1G", "0", "1,5G", "8X", "8 G B", "999999999999T", "0.0001"})
  void whatIsNoSizeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> MemorySize.parse(text));
  }
}
