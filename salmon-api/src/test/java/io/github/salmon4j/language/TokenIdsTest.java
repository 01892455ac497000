package io.github.salmon4j.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenIdsTest {

  @Test
  void of_ownsItsIds() {
    int[] mine = {1, 2, 3};
    TokenIds ids = TokenIds.of(mine);
    mine[0] = 9;
    ids.toArray()[1] = 9;
    assertArrayEquals(new int[] {1, 2, 3}, ids.toArray());
    assertEquals(6, ids.stream().sum());
    assertEquals("[1, 2, 3]", ids.toString());
  }

  @Test
  void of_negativeId_namesItsPlace() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TokenIds.of(4, -7)).getMessage();
    assertEquals("token id at 1: expected 0 or more, found -7", message);
  }

  @Test
  void empty_isOneValue() {
    assertSame(TokenIds.empty(), TokenIds.of());
    assertSame(TokenIds.empty(), TokenIds.concat(List.of()));
    assertSame(TokenIds.empty(), TokenIds.of(1).slice(1, 1));
    assertTrue(TokenIds.empty().isEmpty());
  }

  @Property(tries = 300)
  void concatOfSlices_isTheWhole(
      @ForAll List<@IntRange(max = 1000) Integer> some, @ForAll @IntRange(max = 40) int at) {
    int[] ids = some.stream().mapToInt(Integer::intValue).toArray();
    TokenIds whole = TokenIds.of(ids);
    int cut = Math.min(at, ids.length);
    TokenIds joined =
        TokenIds.concat(
            List.of(whole.slice(0, cut), TokenIds.empty(), whole.slice(cut, ids.length)));
    assertEquals(whole, joined);
    assertEquals(whole.hashCode(), joined.hashCode());
  }

  @Test
  void positionsOutside_areRejected() {
    TokenIds ids = TokenIds.of(5, 6);
    assertEquals(6, ids.get(1));
    assertThrows(IndexOutOfBoundsException.class, () -> ids.get(2));
    assertThrows(IndexOutOfBoundsException.class, () -> ids.slice(-1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> ids.slice(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> ids.slice(2, 1));
  }

  @Test
  void equals_comparesIds() {
    assertEquals(TokenIds.of(1, 2), TokenIds.of(1, 2));
    assertNotEquals(TokenIds.of(1, 2), TokenIds.of(2, 1));
    assertNotEquals(TokenIds.of(1, 2), (Object) List.of(1, 2));
  }
}
