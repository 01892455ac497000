package io.github.salmon4j.onnx.llama;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds sequences that begin alike, so that the beginning is computed once.
 *
 * <p>In order of their tokens, sequences with a long common beginning are neighbors. Neighbors that
 * share at least half of the shorter one form a group; the group's prefix is what all of it shares,
 * short of the first token that is read. It does not matter why they begin alike: one response
 * under many guidelines, or many responses to one prompt.
 */
final class SharedPrefixes {

  /** Below this, keeping a cache costs more than computing the tokens again. */
  private static final int SHORTEST = 16;

  /**
   * Sequences that begin with the same {@code prefix} tokens.
   *
   * @param prefix length of the common beginning; 0 if the group is a single sequence
   * @param members indices of the sequences
   */
  record Group(int prefix, List<Integer> members) {}

  private SharedPrefixes() {}

  /** {@return every sequence in exactly one group} */
  static List<Group> groups(List<Query> queries) {
    List<Integer> order =
        IntStream.range(0, queries.size())
            .boxed()
            .sorted(Comparator.comparing(i -> queries.get(i).ids(), Arrays::compare))
            .toList();
    List<Group> groups = new ArrayList<>();
    List<Integer> members = new ArrayList<>();
    int shared = Integer.MAX_VALUE;
    for (int i = 0; i < order.size(); i++) {
      int common = i == 0 ? 0 : common(queries.get(order.get(i - 1)), queries.get(order.get(i)));
      if (!members.isEmpty() && !worthSharing(common, queries, order, i)) {
        groups.add(group(shared, members));
        members.clear();
        shared = Integer.MAX_VALUE;
      }
      if (!members.isEmpty()) {
        shared = Math.min(shared, common);
      }
      members.add(order.get(i));
    }
    if (!members.isEmpty()) {
      groups.add(group(shared, members));
    }
    return groups;
  }

  private static boolean worthSharing(int common, List<Query> queries, List<Integer> order, int i) {
    int shorter =
        Math.min(
            queries.get(order.get(i - 1)).ids().length, queries.get(order.get(i)).ids().length);
    return common >= SHORTEST && 2 * common >= shorter;
  }

  private static Group group(int shared, List<Integer> members) {
    return new Group(members.size() == 1 ? 0 : shared, List.copyOf(members));
  }

  /** {@return how many tokens both begin with, before the first that either reads} */
  private static int common(Query a, Query b) {
    int limit = Math.min(a.shareable(), b.shareable());
    int mismatch = Arrays.mismatch(a.ids(), 0, limit, b.ids(), 0, limit);
    return mismatch < 0 ? limit : mismatch;
  }
}
