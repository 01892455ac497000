package io.github.salmon4j.onnx.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteProductsTest {

  @Test
  void isExact_saturatedSum_isNot() {
    assertFalse(ByteProducts.isExact(32_767 * 32 - 128 * 127 * 64));
    assertFalse(ByteProducts.isExact(127 * 127 * 64 + 1));
  }

  @Test
  void areExact_isTheProductOfTheLargestNumbers() {
    assertTrue(ByteProducts.isExact(127 * 127 * 64) == ByteProducts.areExact());
  }
}
