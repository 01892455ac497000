package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.llama.Plan.Batch;
import io.github.salmon4j.onnx.llama.Plan.Continuation;
import io.github.salmon4j.onnx.llama.SharedPrefixes.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Who is computed together: nobody is forgotten, and nothing that is read is shared away. */
class PlanPropertyTest {

  private static final int SHORTEST = 16;

  /** Families of sequences with common beginnings of any length, some of them equal. */
  @Provide
  Arbitrary<List<Query>> queries() {
    return Arbitraries.longs().map(seed -> queries(new Random(seed)));
  }

  private static List<Query> queries(Random random) {
    int[] root = random.ints(80, 0, 2).toArray();
    return random.ints(random.nextInt(12), 0, 60).mapToObj(n -> query(root, n, random)).toList();
  }

  private static Query query(int[] root, int shared, Random random) {
    int own = random.nextInt(shared == 0 ? 1 : 0, 30);
    TokenIds ids =
        TokenIds.concat(
            List.of(
                TokenIds.of(root).slice(0, shared), TokenIds.of(random.ints(own, 0, 2).toArray())));
    if (random.nextBoolean()) {
      return Query.score(ids);
    }
    int prompt = random.nextInt(1, ids.size() + 1);
    return Query.logProbs(new TokenSequence(ids.slice(0, prompt), ids.slice(prompt, ids.size())));
  }

  @Property(tries = 500)
  void groups_anyQueries_haveEveryQueryOnce(@ForAll("queries") List<Query> queries) {
    assertEachOnce(queries, SharedPrefixes.groups(queries).stream().map(Group::members).toList());
  }

  @Property(tries = 500)
  void groups_anyQueries_shareAllThatTheyMay(@ForAll("queries") List<Query> queries) {
    for (Group group : SharedPrefixes.groups(queries)) {
      List<Query> members = group.members().stream().map(queries::get).toList();
      if (members.size() == 1) {
        assertEquals(0, group.prefix(), "one alone shares nothing");
        continue;
      }
      assertTrue(group.prefix() >= SHORTEST, "short beginnings are not worth a cache");
      assertEquals(mayShare(members), group.prefix());
    }
  }

  /** {@return the longest common beginning that leaves each a token, and all that it reads} */
  private static int mayShare(List<Query> members) {
    int shared = Integer.MAX_VALUE;
    for (Query query : members) {
      int unread = query.reads().length == 0 ? query.ids().length - 1 : query.reads()[0];
      int[] first = members.get(0).ids();
      int equal = Arrays.mismatch(first, query.ids());
      shared = Math.min(shared, Math.min(unread, equal < 0 ? unread : equal));
    }
    return shared;
  }

  @Property(tries = 500)
  void plan_anyQueries_finishesEachOnce(
      @ForAll("queries") List<Query> queries, @ForAll @IntRange(min = 1, max = 150) int tokens) {
    assertEachOnce(queries, Plan.of(queries, tokens).stream().map(Plan.Step::members).toList());
  }

  @Property(tries = 500)
  void plan_anyQueries_staysWithinTheBudget(
      @ForAll("queries") List<Query> queries, @ForAll @IntRange(min = 1, max = 150) int tokens) {
    for (Plan.Step step : Plan.of(queries, tokens)) {
      List<Query> members = step.members().stream().map(queries::get).toList();
      int longest = members.stream().mapToInt(query -> query.ids().length).max().orElseThrow();
      if (step instanceof Batch) {
        assertTrue(members.size() * longest <= tokens, members.size() + " * " + longest);
      } else if (step instanceof Continuation continuation && continuation.prefix() == 0) {
        assertEquals(1, members.size());
        assertTrue(longest > tokens, "what fits one run needs no continuation");
      }
    }
  }

  @Property(tries = 500)
  void plan_continuation_neverReadsInsideThePrefix(
      @ForAll("queries") List<Query> queries, @ForAll @IntRange(min = 1, max = 150) int tokens) {
    for (Plan.Step step : Plan.of(queries, tokens)) {
      if (step instanceof Continuation continuation) {
        int prefix = continuation.prefix();
        int[] beginning = Arrays.copyOf(queries.get(step.members().get(0)).ids(), prefix);
        for (int member : step.members()) {
          Query query = queries.get(member);
          assertTrue(query.ids().length > prefix, "at least one token is left");
          assertArrayEquals(beginning, Arrays.copyOf(query.ids(), prefix));
          assertTrue(query.reads().length == 0 || query.reads()[0] >= prefix);
        }
      }
    }
  }

  @Property(tries = 500)
  void piece_anyCuts_putTogetherAreTheQuery(
      @ForAll("queries") List<Query> queries, @ForAll @IntRange(min = 1, max = 40) int length) {
    for (Query query : queries) {
      List<Integer> ids = new ArrayList<>();
      List<Integer> reads = new ArrayList<>();
      List<Integer> targets = new ArrayList<>();
      for (int from = 0; from < query.ids().length; from += length) {
        TokenRun.Tail piece = query.piece(from, Math.min(query.ids().length, from + length));
        for (int read : piece.reads()) {
          assertTrue(read >= 0 && read < piece.ids().length);
          reads.add(from + read);
        }
        Arrays.stream(piece.ids()).forEach(ids::add);
        Arrays.stream(piece.targets()).forEach(targets::add);
      }
      assertEquals(boxed(query.ids()), ids);
      assertEquals(boxed(query.reads()), reads);
      assertEquals(boxed(query.targets()), targets);
    }
  }

  private static List<Integer> boxed(int[] values) {
    return IntStream.of(values).boxed().toList();
  }

  private static void assertEachOnce(List<Query> queries, List<List<Integer>> members) {
    List<Integer> all = new ArrayList<>();
    members.forEach(all::addAll);
    Collections.sort(all);
    assertEquals(IntStream.range(0, queries.size()).boxed().toList(), all);
  }

  @Example
  void score_tokens_readsTheLast() {
    Query query = Query.score(TokenIds.of(7, 8, 9));
    assertArrayEquals(new int[] {7, 8, 9}, query.ids());
    assertArrayEquals(new int[] {2}, query.reads());
    assertArrayEquals(new int[0], query.targets());
  }

  @Example
  void logProbs_response_readsTheTokenBeforeEach() {
    Query query = Query.logProbs(new TokenSequence(TokenIds.of(5, 6), TokenIds.of(7, 8)));
    assertArrayEquals(new int[] {5, 6, 7, 8}, query.ids());
    assertArrayEquals(new int[] {1, 2}, query.reads());
    assertArrayEquals(new int[] {7, 8}, query.targets());
  }

  @Example
  void groups_longCommonBeginning_isSharedAndAnotherIsNot() {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TokenIds own = TokenIds.of(i, i, i, i, i);
      queries.add(Query.score(TokenIds.concat(List.of(Models.tokens(1, 40), own))));
    }
    queries.add(1, Query.score(Models.tokens(2, 40)));
    List<Group> groups = SharedPrefixes.groups(queries);
    assertEquals(2, groups.size());
    assertEquals(1, groups.stream().filter(group -> group.prefix() == 0).count());
    assertEquals(1, groups.stream().filter(group -> group.prefix() == 40).count());
  }
}
