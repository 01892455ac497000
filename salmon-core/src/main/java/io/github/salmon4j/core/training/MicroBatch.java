package io.github.salmon4j.core.training;

import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The examples of one forward pass.
 *
 * @param first place of the first one among all
 * @param examples the examples, at least one
 * @param objective what they ask of the model
 */
record MicroBatch<E>(int first, List<E> examples, Objective<E, ?> objective) {

  /** {@return all examples in parts of at most this size, in order} */
  static <E> List<MicroBatch<E>> split(List<E> all, int size, Objective<E, ?> objective) {
    List<MicroBatch<E>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      int to = Math.min(all.size() - from, size) + from;
      parts.add(new MicroBatch<>(from, all.subList(from, to), objective));
    }
    return parts;
  }

  TokenBatch sequences() {
    List<TokenSequence> rows = new ArrayList<>();
    examples.forEach(example -> rows.addAll(objective.sequences(example)));
    return new TokenBatch(rows);
  }

  /** {@return the places of these examples among all} */
  int[] places() {
    return IntStream.range(first, first + examples.size()).toArray();
  }

  /** {@return the finding, told with its example; its row is that among the example's own} */
  ArithmeticException located(NonFiniteException finding) {
    int perExample = objective.sequences(examples.get(0)).size();
    E example = examples.get(finding.row() / perExample);
    return Findings.at(
        Findings.name(List.of(example), objective), finding.inRow(finding.row() % perExample));
  }
}
