package dev.gloss.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {

  @Test
  void sizesAreReadAsPeopleWriteThem() {
    assertEquals(4096, ByteCount.parse("4096"));
    assertEquals(8L << 30, ByteCount.parse("8G"));
    assertEquals(8L << 30, ByteCount.parse("8 GiB"));
    assertEquals(500L << 20, ByteCount.parse("500mb"));
    assertEquals(3L << 29, ByteCount.parse(" 1.5G "));
    assertEquals(2L << 40, ByteCount.parse("2T"));
    assertEquals(1, ByteCount.parse("1B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1G", "0", "1,5G", "8X", "8 G B", "999999999999T", "0.0001"})
  void whatIsNoSizeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ByteCount.parse(text));
  }
}
