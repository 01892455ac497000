package io.github.salmon4j.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DataOrderTest {

  @Property(tries = 200)
  void permutation_hasEveryExampleOnce(
      @ForAll @IntRange(min = 1, max = 300) int examples,
      @ForAll long seed,
      @ForAll @LongRange(min = 0, max = 1L << 40) long epoch) {
    int[] order = new DataOrder(examples, 1, seed).permutation(epoch);
    assertArrayEquals(order, new DataOrder(examples, 7, seed).permutation(epoch));
    Arrays.sort(order);
    assertArrayEquals(IntStream.range(0, examples).toArray(), order);
  }

  @Test
  void permutation_differsBetweenEpochsAndSeeds() {
    DataOrder order = new DataOrder(50, 1, 3);
    assertFalse(Arrays.equals(order.permutation(0), order.permutation(1)));
    assertFalse(Arrays.equals(order.permutation(0), new DataOrder(50, 1, 4).permutation(0)));
  }

  /** 24 orders, 200 expected of each: chi-square with 23 degrees of freedom, below its 1 - 1e-6. */
  @Test
  void permutation_isUniform() {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < 4800; epoch++) {
      int[] order = new DataOrder(4, 1, 20231009).permutation(epoch);
      counts.merge(Arrays.stream(order).boxed().toList(), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    double chiSquare =
        counts.values().stream().mapToDouble(n -> (n - 200.0) * (n - 200) / 200).sum();
    assertEquals(0, chiSquare, 69);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 9, 1", "8, 4, 2", "9, 4, 3", "2147483647, 2147483647, 1"})
  void stepsPerEpoch_countsTheSmallerLastBatch(int examples, int batch, long steps) {
    assertEquals(steps, new DataOrder(examples, batch, 0).stepsPerEpoch());
  }

  @Test
  void batches_ofAnEpoch_areItsPermutation() {
    List<Integer> all = IntStream.range(0, 10).boxed().toList();
    DataOrder order = new DataOrder(10, 4, 5);
    TrainingCursor at = TrainingCursor.start(5);
    int[] sizes = {4, 4, 2};
    for (int step = 0; step < 9; step++) {
      assertEquals(new TrainingCursor(5, step / 3, step % 3 * 4, step), at);
      int from = step % 3 * 4;
      int[] expected =
          Arrays.copyOfRange(order.permutation(step / 3), from, from + sizes[step % 3]);
      assertEquals(Arrays.stream(expected).boxed().toList(), order.batch(all, at));
      at = order.after(at);
    }
  }

  @Test
  void place_thatNoRunComesBy_isRefused() {
    DataOrder order = new DataOrder(10, 4, 5);
    assertMessage(
        "cursor among 10 examples in batches of 4: expected TrainingCursor[seed=5, epoch=1,"
            + " position=0, step=3], found TrainingCursor[seed=5, epoch=0, position=12, step=3]",
        () -> order.requirePlace(new TrainingCursor(5, 0, 12, 3)));
    for (TrainingCursor wrong :
        List.of(
            new TrainingCursor(6, 0, 4, 1),
            new TrainingCursor(5, 0, 5, 1),
            new TrainingCursor(5, 1, 4, 1),
            new TrainingCursor(5, 0, 4, 2))) {
      assertThrows(IllegalArgumentException.class, () -> order.requirePlace(wrong));
      assertThrows(IllegalArgumentException.class, () -> order.after(wrong));
      assertThrows(IllegalArgumentException.class, () -> order.batch(List.of(), wrong));
    }
  }

  @Test
  void order_outOfRange_isRefused() {
    assertMessage("training examples: expected 1 or more, found 0", () -> new DataOrder(0, 1, 0));
    assertMessage("batch: expected 1 or more, found 0", () -> new DataOrder(1, 0, 0));
  }

  @Test
  void cursor_outOfRange_isRefused() {
    assertMessage(
        "cursor epoch: expected 0 or more, found -1", () -> new TrainingCursor(0, -1, 0, 0));
    assertMessage(
        "cursor position: expected 0 or more, found -1", () -> new TrainingCursor(0, 0, -1, 0));
    assertMessage(
        "cursor step: expected 0 or more, found -1", () -> new TrainingCursor(0, 0, 0, -1));
  }

  @Test
  void cursor_writesThisFormat_andReadsItAgain() throws IOException {
    TrainingCursor cursor = new TrainingCursor(-2, 3, 4, 1L << 40);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cursor.writeTo(new DataOutputStream(out));
    String expected =
        "00000001"
            + "fffffffffffffffe"
            + "0000000000000003"
            + "0000000000000004"
            + "0000010000000000";
    assertEquals(expected, HexFormat.of().formatHex(out.toByteArray()));
    assertEquals(cursor, read(out.toByteArray()));
  }

  @Test
  void cursor_survivesJson() {
    TrainingCursor cursor = new TrainingCursor(Long.MIN_VALUE, 3, 4, 5);
    JsonMapper mapper = JsonMapper.shared();
    assertEquals(cursor, mapper.readValue(mapper.writeValueAsString(cursor), TrainingCursor.class));
  }

  @Test
  void cursor_badBytes_areRefused() {
    assertThrows(EOFException.class, () -> read(new byte[] {0, 0, 0, 1, 0}));
    byte[] newer = new byte[36];
    newer[3] = 2;
    assertMessage("cursor version: expected 1, found 2", () -> assertEquals(1, tryRead(newer)));
    byte[] negative = new byte[36];
    negative[3] = 1;
    negative[28] = -1;
    assertMessage(
        "cursor step: expected 0 or more, found -72057594037927936",
        () -> assertEquals(1, tryRead(negative)));
  }

  private static TrainingCursor read(byte[] bytes) throws IOException {
    return TrainingCursor.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static Object tryRead(byte[] bytes) {
    try {
      return read(bytes);
    } catch (IOException e) {
      return e;
    }
  }

  static void assertMessage(String expected, Runnable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
