package io.github.salmon4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MatricesTest {

  @Test
  void validTokens_ofLengths_firstTokensCount() {
    ValidTokens mask = ValidTokens.ofLengths(new int[] {2, 0, 3}, 3);
    assertEquals(
        ValidTokens.of(3, 3, true, true, false, false, false, false, true, true, true), mask);
    assertEquals(5, mask.count());
    assertEquals("bool[3, 3] with 5 counting", mask.toString());
  }

  @Property(tries = 200)
  void validTokens_ofLengths_countsEachRowToItsLength(
      @ForAll @Size(max = 6) List<@IntRange(max = 7) Integer> lengths) {
    int[] array = lengths.stream().mapToInt(Integer::intValue).toArray();
    ValidTokens mask = ValidTokens.ofLengths(array, 7);
    for (int b = 0; b < array.length; b++) {
      for (int t = 0; t < 7; t++) {
        assertEquals(t < array[b], mask.counts(b, t));
      }
    }
    assertEquals(lengths.stream().mapToInt(Integer::intValue).sum(), mask.count());
  }

  @Test
  void validTokens_outside_isRejected() {
    ValidTokens mask = ValidTokens.of(1, 2, true, false);
    assertTrue(mask.counts(0, 0));
    assertFalse(mask.counts(0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.counts(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.counts(1, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.counts(0, -1));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.ofLengths(new int[] {3}, 2));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.ofLengths(new int[] {-1}, 2));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.of(1, 2, true));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.of(-1, -1, true));
  }

  @Test
  void validTokens_equalOnlyWithTheSameShape() {
    ValidTokens row = ValidTokens.of(1, 4, true, true, false, false);
    assertNotEquals(row, ValidTokens.of(2, 2, true, true, false, false));
    assertEquals(row, ValidTokens.ofLengths(new int[] {2}, 4));
    assertEquals(row.hashCode(), ValidTokens.ofLengths(new int[] {2}, 4).hashCode());
  }

  @Test
  void floatMatrix_isRowMajorAndOwnsItsValues() {
    float[] mine = {1, 2, 3, 4, 5, 6};
    FloatMatrix matrix = FloatMatrix.of(2, 3, mine);
    mine[5] = 0;
    matrix.toArray()[0] = 0;
    assertEquals(6, matrix.get(1, 2));
    assertEquals(4, matrix.get(1, 0));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, matrix.toArray());
    assertEquals("float32[2, 3]", matrix.toString());
  }

  @Test
  void floatMatrix_wrongShape_isRejected() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> FloatMatrix.of(2, 2, 1, 2, 3))
            .getMessage();
    assertEquals("matrix: expected float32[2, 2], found 3", message);
    assertThrows(IllegalArgumentException.class, () -> FloatMatrix.of(-1, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> FloatMatrix.of(1, 2, 1, 2).get(0, 2));
  }

  @Test
  void floatMatrix_equalOnlyWithTheSameShape() {
    assertEquals(FloatMatrix.of(1, 2, 1, 2), FloatMatrix.of(1, 2, 1, 2));
    assertEquals(FloatMatrix.of(1, 2, 1, 2).hashCode(), FloatMatrix.of(1, 2, 1, 2).hashCode());
    assertNotEquals(FloatMatrix.of(1, 2, 1, 2), FloatMatrix.of(2, 1, 1, 2));
  }

  @Test
  void tokenBatch_masksResponseTokens() {
    TokenBatch batch =
        new TokenBatch(
            List.of(
                new TokenSequence(TokenIds.of(1), TokenIds.of(2, 3)),
                new TokenSequence(TokenIds.of(1, 2), TokenIds.empty())));
    assertEquals(2, batch.size());
    assertEquals(2, batch.responseLength());
    assertEquals(ValidTokens.of(2, 2, true, true, false, false), batch.validTokens());
  }

  @Test
  void tokenBatch_withoutTokens_isRejected() {
    TokenSequence none = new TokenSequence(TokenIds.empty(), TokenIds.empty());
    assertThrows(IllegalArgumentException.class, () -> new TokenBatch(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new TokenBatch(List.of(none)));
  }

  @Test
  void validTokens_countsAndEndsOfRows() {
    ValidTokens mask =
        ValidTokens.of(3, 3, false, true, false, false, false, false, true, true, true);
    assertEquals(1, mask.countIn(0));
    assertEquals(0, mask.countIn(1));
    assertEquals(3, mask.countIn(2));
    assertEquals(1, mask.lastIn(0));
    assertEquals(-1, mask.lastIn(1));
    assertEquals(2, mask.lastIn(2));
    assertEquals(-1, ValidTokens.all(2, 0).lastIn(1));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.countIn(3));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.lastIn(-1));
    assertEquals(ValidTokens.ofLengths(new int[] {3, 3}, 3), ValidTokens.all(2, 3));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.all(-1, 3));
    assertThrows(IllegalArgumentException.class, () -> ValidTokens.all(1, -3));
  }

  @Test
  void select_takesRowsInOrderAndCutsThem() {
    FloatMatrix matrix = FloatMatrix.of(3, 2, 1, 2, 3, 4, 5, 6);
    assertEquals(FloatMatrix.of(3, 1, 5, 1, 5), matrix.select(new int[] {2, 0, 2}, 1));
    assertEquals(matrix, matrix.select(new int[] {0, 1, 2}, 2));
    assertEquals(FloatMatrix.of(0, 2), matrix.select(new int[0], 2));
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.select(new int[] {3}, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.select(new int[] {0}, 3));
    ValidTokens mask = ValidTokens.ofLengths(new int[] {2, 0, 1}, 2);
    assertEquals(
        ValidTokens.ofLengths(new int[] {1, 1, 0}, 1), mask.select(new int[] {2, 0, 1}, 1));
    assertEquals(mask, mask.select(new int[] {0, 1, 2}, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.select(new int[] {-1}, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> mask.select(new int[] {0}, 3));
  }

  @Test
  void requireFinite_looksOnlyAtWhatCounts() {
    ValidTokens mask = ValidTokens.ofLengths(new int[] {1, 2}, 2);
    mask.requireFinite("values", FloatMatrix.of(2, 2, 1, Float.NaN, 2, 3));
    FloatMatrix bad = FloatMatrix.of(2, 2, 1, 1, 2, Float.NEGATIVE_INFINITY);
    NonFiniteException found =
        assertThrows(NonFiniteException.class, () -> mask.requireFinite("values", bad));
    assertEquals("values[1, 1]: expected a finite number, found -Infinity", found.getMessage());
    assertEquals(1, found.row());
    FloatMatrix narrow = FloatMatrix.of(2, 1, 1, 2);
    assertEquals(
        "values: expected float32[2, 2], found float32[2, 1]",
        assertThrows(IllegalArgumentException.class, () -> mask.requireFinite("values", narrow))
            .getMessage());
  }
}
