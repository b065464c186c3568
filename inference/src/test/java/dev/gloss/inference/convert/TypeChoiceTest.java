package dev.gloss.inference.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gloss.inference.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "Q4_K, 512, Q4_K",
    "Q4_K, 896, Q5_0",
    "Q6_K, 896, Q8_0",
    "Q4_K, 40, F16",
    "Q8_0, 40, F16",
    "Q4_0, 96, Q4_0",
    "BF16, 7, BF16",
    "F8_E4M3, 7, F8_E4M3"
  })
  void rowsThatFillNoBlocksGetAnotherType(DType target, long columns, DType expected) {
    assertEquals(expected, new TypeChoice(target).weight(columns));
  }

  @ParameterizedTest
  @CsvSource({"F8_E4M3, BF16", "Q4_K, Q4_K", "F32, F32"})
  void tablesAreNotFp8(DType target, DType expected) {
    assertEquals(expected, new TypeChoice(target).table(512));
  }
}
