package io.github.salmon4j.onnx.autodiff;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one value: a sum with a term for each use of it. Terms that are 0 but at some
 * indices are kept back, and then added in place to the sum of the others.
 */
final class GradientSum {

  /** A term that is 0 but at indices along an axis. */
  private record Sparse(int axis, Value indices, Value updates) {}

  private final GraphBuilder g;
  private final Value of;
  private final List<Sparse> sparse = new ArrayList<>();
  private @Nullable Value dense;

  GradientSum(GraphBuilder g, Value of) {
    this.g = g;
    this.of = of;
  }

  void add(Value term) {
    dense = dense == null ? term : g.add(dense, term);
  }

  void addAt(int axis, Value indices, Value updates) {
    sparse.add(new Sparse(axis, indices, updates));
  }

  /** {@return the sum of all terms so far} */
  Value total() {
    Value sum = dense == null ? g.expandLike(g.scalar(0), of) : dense;
    for (Sparse term : sparse) {
      sum = g.scatterAdd(term.axis(), sum, term.indices(), term.updates());
    }
    sparse.clear();
    dense = sum;
    return sum;
  }
}
