package io.github.salmon4j.onnx.autodiff;

import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Node;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One node on the way back: a rule reads its inputs, its output and dy, and gives its inputs their
 * gradients. What nobody wants is not asked of the supplier, so no node is added for it.
 */
final class Pullback {

  private static final Dim ONE = Dim.of(1);

  private final GraphBuilder g;
  private final Node node;
  private final Value dy;
  private final Set<Value> wanted;
  private final BiConsumer<Value, Contribution> gradients;

  /** Something to add to a gradient. */
  interface Contribution {
    void addTo(GradientSum sum);
  }

  Pullback(
      GraphBuilder g,
      Node node,
      Value dy,
      Set<Value> wanted,
      BiConsumer<Value, Contribution> gradients) {
    this.g = g;
    this.node = node;
    this.dy = dy;
    this.wanted = wanted;
    this.gradients = gradients;
  }

  GraphBuilder graph() {
    return g;
  }

  Node node() {
    return node;
  }

  /** {@return the gradient of the output, complete} */
  Value dy() {
    return dy;
  }

  Value output() {
    return node.outputs().get(0);
  }

  Value input(int i) {
    return node.inputs().get(i);
  }

  boolean wants(int i) {
    return wanted.contains(input(i));
  }

  /** Gives an input its gradient, in its own shape or in one that it was broadcast to. */
  void give(int i, Supplier<Value> gradient) {
    if (wants(i)) {
      Value given = unbroadcast(gradient.get(), input(i));
      gradients.accept(input(i), sum -> sum.add(given));
    }
  }

  /** Gives an input, whose gradient is 0 elsewhere, what is added to it at indices of an axis. */
  void giveAt(int i, int axis, Value indices, Value updates) {
    if (wants(i)) {
      gradients.accept(input(i), sum -> sum.addAt(axis, indices, updates));
    }
  }

  /** Says that inputs from this one on have no gradient. */
  void refuseFrom(int first) {
    for (int i = first; i < node.inputs().size(); i++) {
      if (wants(i)) {
        throw new IllegalArgumentException(
            node.name()
                + ": expected gradients of its first "
                + (first + " inputs only, found " + input(i) + " among the wanted"));
      }
    }
  }

  /** {@return the sum over all that a value of one shape was repeated along to get another} */
  private Value unbroadcast(Value gradient, Value like) {
    Shape from = like.shape();
    Shape to = gradient.shape();
    int added = to.rank() - from.rank();
    int[] repeated =
        IntStream.range(0, to.rank())
            .filter(axis -> !to.dim(axis).equals(ONE))
            .filter(axis -> axis < added || from.dim(axis - added).equals(ONE))
            .toArray();
    Value sum = repeated.length == 0 ? gradient : g.sum(gradient, repeated);
    return added == 0 ? sum : g.reshapeLike(sum, like);
  }
}
