package dev.gloss.inference.tensor.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.testing.GoldenModel;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class E4m3Test {

  @Test
  void everyCodeDecodesAsTheReferenceDecodesIt() {
    JsonNode expected =
        GoldenModel.json(GoldenModel.resource("/golden/fp8/e4m3fn.json"))
            .get("decode_float_bits_hex");
    assertEquals(256, expected.size());
    for (int code = 0; code < 256; code++) {
      float actual = E4m3.toFloat((byte) code);
      String bits =
          Float.isNaN(actual) ? "nan" : HexFormat.of().toHexDigits(Float.floatToRawIntBits(actual));
      assertEquals(expected.get(code).asText(), bits, "code " + code);
    }
  }

  @Test
  void landmarks() {
    assertEquals(E4m3.MAX_VALUE, E4m3.toFloat((byte) 0x7E));
    assertEquals(0x1p-9f, E4m3.toFloat((byte) 0x01));
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(E4m3.toFloat((byte) 0x80)));
    assertTrue(Float.isNaN(E4m3.toFloat((byte) 0x7F)));
    assertTrue(Float.isNaN(E4m3.toFloat((byte) 0xFF)));
  }
}
