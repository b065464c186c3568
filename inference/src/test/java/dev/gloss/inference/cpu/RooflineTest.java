package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RooflineTest {

  @Test
  void passesDoWhatTheyCount() {
    try (Roofline roofline = new Roofline(2, 5_000_000)) {
      assertTrue(roofline.bytes() >= 5_000_000, () -> roofline.bytes() + " bytes");
      assertTrue(roofline.readBytesPerSecond() > 0);
      assertTrue(roofline.floatOperationsPerSecond() > 0);
      assertEquals(
          CpuBackend.machineCodeObstacle().isEmpty(),
          roofline.byteOperationsPerSecond().isPresent());
      assertTrue(roofline.isRight());
    }
  }
}
