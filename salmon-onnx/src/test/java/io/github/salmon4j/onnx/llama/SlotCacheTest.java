package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a cache keeps what it is given, while it grows and rows move. */
class SlotCacheTest {

  /** 2 key/value heads of width 16, 128 positions. */
  private static final Dimensions DIMS = Models.checkpoint("mistral").config().dimensions();

  private static SlotCache cache(int slots) {
    return new SlotCache(DIMS, slots, Set.of("keys"));
  }

  /** Writes numbers that say slot, head, column and place in a head. */
  private static void fill(SlotCache cache, int slot, int tokens) {
    FloatBuffer fresh = FloatBuffer.allocate(2 * tokens * 16);
    for (int i = 0; i < fresh.capacity(); i++) {
      fresh.put(i, number(slot, i / (tokens * 16), i / 16 % tokens, i % 16));
    }
    cache.write("keys", SlotRun.piece(slot, 0, new int[tokens]), fresh);
  }

  private static float number(int slot, int head, int column, int place) {
    return ((slot * 2 + head) * 1000 + column) * 16 + place;
  }

  private static void assertHolds(int as, int tokens, SlotCache cache, int slot) {
    Map<String, OnnxTensor> view = cache.single(slot);
    try (OnnxTensor keys = view.get("keys")) {
      assertArrayEquals(new long[] {1, 2, cache.capacity(), 16}, keys.getInfo().getShape());
      FloatBuffer values = keys.getFloatBuffer();
      for (int i = 0; i < values.capacity(); i++) {
        int column = i / 16 % cache.capacity();
        float expected =
            column < tokens ? number(as, i / 16 / cache.capacity(), column, i % 16) : 0;
        assertEquals(expected, values.get(i), "slot " + slot + ", element " + i);
      }
    }
  }

  @Test
  void reserve_more_doublesUpToTheContextAndKeepsAll() {
    try (SlotCache cache = cache(3)) {
      int[] capacities = {64, 64, 128, 128};
      int[] tokens = {1, 64, 65, 128};
      for (int i = 0; i < tokens.length; i++) {
        cache.reserve(tokens[i]);
        assertEquals(capacities[i], cache.capacity());
        if (i == 0) {
          fill(cache, 0, 5);
          fill(cache, 1, 64);
          fill(cache, 2, 9);
        }
      }
      assertHolds(0, 5, cache, 0);
      assertHolds(1, 64, cache, 1);
      assertHolds(2, 9, cache, 2);
    }
  }

  @Test
  void copy_slot_takesItsTokensAndTouchesNoOther() {
    try (SlotCache cache = cache(3)) {
      cache.reserve(10);
      fill(cache, 0, 4);
      fill(cache, 1, 3);
      fill(cache, 2, 7);
      cache.copy(2, 0, 7);
      assertHolds(2, 7, cache, 0);
      assertHolds(1, 3, cache, 1);
      assertHolds(2, 7, cache, 2);
    }
  }

  @Test
  void leading_sameNumberAgain_isTheSameTensorUntilSomethingChanges() {
    SlotCache cache = cache(3);
    cache.reserve(10);
    OnnxTensor two = cache.leading(2).get("keys");
    assertArrayEquals(new long[] {2, 2, 64, 16}, two.getInfo().getShape());
    assertSame(two, cache.leading(2).get("keys"));
    OnnxTensor three = cache.leading(3).get("keys");
    assertTrue(two.isClosed());
    cache.reserve(65);
    assertTrue(three.isClosed());
    OnnxTensor grown = cache.leading(3).get("keys");
    assertFalse(grown.isClosed());
    cache.close();
    assertTrue(grown.isClosed());
    cache.close();
  }

  @Test
  void reserve_moreThanABufferHolds_saysWhatToChange() {
    try (SlotCache cache = cache(200_000)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, () -> cache.reserve(100));
      assertEquals(
          "keys of one layer: expected less than 2 GiB, found 3276800000 bytes for 200000 rows of"
              + " 128 tokens; fewer rowsAtOnce need less",
          e.getMessage());
    }
  }
}
