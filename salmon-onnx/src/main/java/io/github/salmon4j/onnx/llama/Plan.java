package io.github.salmon4j.onnx.llama;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which sequences are computed together.
 *
 * <p>Sequences with nothing in common go into batches of similar length, a row each. Sequences with
 * a common prefix are a {@link Continuation}: the prefix is computed first, and what is left of
 * each stands behind it. So is a sequence too long for one run, behind a prefix of no tokens.
 */
final class Plan {

  /** A step of the plan. */
  sealed interface Step {

    /** {@return indices of the sequences it finishes} */
    List<Integer> members();
  }

  /**
   * Whole sequences, a row each.
   *
   * @param members indices of the sequences
   */
  record Batch(List<Integer> members) implements Step {}

  /**
   * What is left of sequences behind a prefix that all of them begin with.
   *
   * @param prefix number of tokens of the prefix
   * @param members indices of the sequences
   */
  record Continuation(int prefix, List<Integer> members) implements Step {}

  private final List<Query> queries;
  private final int tokensPerRun;

  private Plan(List<Query> queries, int tokensPerRun) {
    this.queries = queries;
    this.tokensPerRun = tokensPerRun;
  }

  /**
   * {@return the steps that finish every sequence exactly once}
   *
   * @param queries the sequences
   * @param tokensPerRun largest number of tokens of one run, padding included
   */
  static List<Step> of(List<Query> queries, int tokensPerRun) {
    return new Plan(queries, tokensPerRun).steps();
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    List<Integer> single = new ArrayList<>();
    for (SharedPrefixes.Group group : SharedPrefixes.groups(queries)) {
      if (group.prefix() > 0) {
        steps.add(new Continuation(group.prefix(), group.members()));
      } else if (length(group.members().get(0)) > tokensPerRun) {
        steps.add(new Continuation(0, group.members()));
      } else {
        single.addAll(group.members());
      }
    }
    steps.addAll(batches(single));
    return steps;
  }

  private List<Step> batches(List<Integer> members) {
    List<Integer> byLength =
        members.stream().sorted(Comparator.comparingInt(this::length).reversed()).toList();
    List<Step> batches = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    for (int member : byLength) {
      if (!batch.isEmpty() && (batch.size() + 1L) * length(batch.get(0)) > tokensPerRun) {
        batches.add(new Batch(List.copyOf(batch)));
        batch.clear();
      }
      batch.add(member);
    }
    if (!batch.isEmpty()) {
      batches.add(new Batch(List.copyOf(batch)));
    }
    return batches;
  }

  private int length(int member) {
    return queries.get(member).ids().length;
  }
}
