package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.llama.TokenRun.Padding;
import io.github.salmon4j.onnx.llama.TokenRun.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Layouts and who sees whom, against the definition, token by token. */
class TokenRunPropertyTest {

  /** One token of a layout as the definition sees it; sequence -1 is padding. */
  private record Place(int sequence, int position) {

    private static final Place PADDING = new Place(-1, 0);

    boolean isPadding() {
      return sequence < 0;
    }

    /** A token sees what its own sequence has up to itself, no farther back than the window. */
    boolean sees(Place other, int window) {
      return sequence == other.sequence
          && other.position <= position
          && position - other.position < window;
    }
  }

  /** {@return sequences whose tokens say where they belong: 100 * sequence + index} */
  private static List<Tail> tails(List<Integer> lengths) {
    List<Tail> tails = new ArrayList<>();
    for (int length : lengths) {
      int first = 100 * tails.size();
      int[] ids = IntStream.range(first, first + length).toArray();
      tails.add(new Tail(ids, new int[] {length - 1}, new int[] {first + length}));
    }
    return tails;
  }

  private static List<Place> rowOf(int sequence, int length, int columns, Padding padding) {
    List<Place> row = new ArrayList<>();
    int before = padding == Padding.LEFT ? columns - length : 0;
    for (int i = 0; i < columns; i++) {
      boolean token = i >= before && i < before + length;
      row.add(token ? new Place(sequence, i - before) : Place.PADDING);
    }
    return row;
  }

  @Property(tries = 300)
  void visibility_paddedRows_isTheDefinition(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> lengths,
      @ForAll Padding padding,
      @ForAll @IntRange(min = 1, max = 12) int window) {
    TokenRun run = TokenRun.rows(tails(lengths), padding);
    int columns = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<Place> places = new ArrayList<>();
    for (int row = 0; row < lengths.size(); row++) {
      places.addAll(rowOf(row, lengths.get(row), columns, padding));
    }
    assertEquals(lengths.size(), run.rows());
    assertEquals(columns, run.columns());
    assertEquals(0, run.prefix());
    assertLaidOut(places, run);
    assertVisible(places, run, window);
  }

  @Property(tries = 300)
  void visibility_packedTails_isTheDefinition(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> lengths,
      @ForAll @IntRange(max = 9) int prefix,
      @ForAll @IntRange(min = 1, max = 20) int window) {
    TokenRun run = TokenRun.packed(tails(lengths), prefix);
    List<Place> places = new ArrayList<>();
    for (int sequence = 0; sequence < lengths.size(); sequence++) {
      for (int i = 0; i < lengths.get(sequence); i++) {
        places.add(new Place(sequence, prefix + i));
      }
    }
    assertEquals(1, run.rows());
    assertEquals(places.size(), run.columns());
    assertEquals(prefix, run.prefix());
    assertLaidOut(places, run);
    assertVisible(places, run, window);
  }

  private static void assertLaidOut(List<Place> places, TokenRun run) {
    List<Long> reads = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (!place.isPadding()) {
        long id = 100L * place.sequence() + place.position() - run.prefix();
        assertEquals(id, run.ids()[i]);
        assertEquals(place.position(), run.positions()[i]);
        boolean last = i + 1 == places.size() || places.get(i + 1).sequence() != place.sequence();
        if (last) {
          reads.add((long) i);
        }
      }
    }
    assertArrayEquals(reads.stream().mapToLong(Long::longValue).toArray(), run.headRows());
    assertEquals(reads.size(), run.readCount());
    long[] targets = reads.stream().mapToLong(i -> run.ids()[i.intValue()] + 1).toArray();
    assertArrayEquals(targets, run.headTargets());
  }

  private static void assertVisible(List<Place> places, TokenRun run, int window) {
    float[] visibility = run.visibility(window);
    int all = run.prefix() + run.columns();
    assertEquals(run.rows() * run.columns() * all, visibility.length);
    for (int i = 0; i < places.size(); i++) {
      boolean seesSomething = false;
      for (int j = 0; j < all; j++) {
        float found = visibility[i * all + j];
        seesSomething |= found == 0;
        Place token = places.get(i);
        if (!token.isPadding()) {
          Place other =
              j < run.prefix()
                  ? new Place(token.sequence(), j)
                  : places.get(i / run.columns() * run.columns() + j - run.prefix());
          assertEquals(token.sees(other, window), found == 0, "token " + i + ", other " + j);
          assertTrue(found == 0 || found < -1e20f, "hidden or not, found " + found);
        }
      }
      assertTrue(seesSomething, "a softmax over nothing is no number");
    }
  }

  @Example
  void headRows_nothingRead_isOneRowThatNobodyTakes() {
    Tail tail = new Tail(new int[] {5, 6}, new int[0], new int[0]);
    TokenRun run = TokenRun.packed(List.of(tail), 0);
    assertEquals(0, run.readCount());
    assertArrayEquals(new long[] {0}, run.headRows());
    assertEquals(1, run.headTargets().length);
  }
}
