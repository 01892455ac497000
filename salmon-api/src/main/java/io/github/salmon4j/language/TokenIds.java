package io.github.salmon4j.language;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** An immutable sequence of token ids, each 0 or more. */
public final class TokenIds {

  private static final TokenIds EMPTY = new TokenIds(new int[0]);

  private final int[] ids;

  private TokenIds(int[] ids) {
    this.ids = ids;
  }

  /** {@return the sequence of no tokens} */
  public static TokenIds empty() {
    return EMPTY;
  }

  /**
   * {@return a sequence of these ids; the array is copied}
   *
   * @param ids the ids, each 0 or more
   * @throws IllegalArgumentException if an id is negative
   */
  public static TokenIds of(int... ids) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0) {
        throw new IllegalArgumentException(
            "token id at " + i + ": expected 0 or more, found " + ids[i]);
      }
    }
    return ids.length == 0 ? EMPTY : new TokenIds(ids.clone());
  }

  /**
   * {@return the sequences one after another}
   *
   * @param parts the sequences, in order
   */
  public static TokenIds concat(List<TokenIds> parts) {
    int[] all = new int[parts.stream().mapToInt(TokenIds::size).sum()];
    int at = 0;
    for (TokenIds part : parts) {
      System.arraycopy(part.ids, 0, all, at, part.ids.length);
      at += part.ids.length;
    }
    return all.length == 0 ? EMPTY : new TokenIds(all);
  }

  /** {@return how many tokens} */
  public int size() {
    return ids.length;
  }

  /** {@return whether there are no tokens} */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /**
   * {@return the id at a position}
   *
   * @param index from 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException if there is no such position
   */
  public int get(int index) {
    return ids[index];
  }

  /**
   * {@return the tokens from {@code from} (included) to {@code to} (excluded)}
   *
   * @param from first position
   * @param to position after the last
   * @throws IndexOutOfBoundsException if the range does not lie within the sequence
   */
  public TokenIds slice(int from, int to) {
    Objects.checkFromToIndex(from, to, ids.length);
    return from == to ? EMPTY : new TokenIds(Arrays.copyOfRange(ids, from, to));
  }

  /** {@return a copy of the ids} */
  public int[] toArray() {
    return ids.clone();
  }

  /** {@return the ids as a stream} */
  public IntStream stream() {
    return Arrays.stream(ids);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
