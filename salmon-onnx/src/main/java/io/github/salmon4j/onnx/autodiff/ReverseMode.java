package io.github.salmon4j.onnx.autodiff;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Node;
import io.github.salmon4j.onnx.graph.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One walk over a graph's nodes, from the last to the first, that adds those of the gradients. */
public final class ReverseMode {

  private final GraphBuilder g;
  private final List<Node> nodes;
  private final Set<Value> dependents;
  private final Map<Value, GradientSum> gradients = new HashMap<>();

  private ReverseMode(GraphBuilder g, Collection<Value> wanted) {
    this.g = g;
    this.nodes = g.nodes();
    this.dependents = dependents(nodes, wanted);
  }

  /**
   * Adds the nodes that compute gradients to a graph under construction.
   *
   * @param g the graph; its nodes so far are what is differentiated
   * @param seeds for each output y the gradient dy, a value of the same graph, type and shape; an
   *     output may be any value
   * @param wanted the values to differentiate with respect to: inputs, weights, intermediate values
   * @return the gradient of each wanted value, in its shape, in the order of {@code wanted}
   * @throws IllegalArgumentException if a seed does not fit, if no seed reaches a wanted value, or
   *     if an operator between them has no gradient
   */
  public static Map<Value, Value> gradients(
      GraphBuilder g, Map<Value, Value> seeds, Collection<Value> wanted) {
    ReverseMode walk = new ReverseMode(g, wanted);
    seeds.forEach(walk::seed);
    for (int i = walk.nodes.size() - 1; i >= 0; i--) {
      walk.pullBack(walk.nodes.get(i));
    }
    Map<Value, Value> result = new LinkedHashMap<>();
    wanted.forEach(value -> result.put(value, walk.gradient(value, seeds.keySet())));
    return result;
  }

  /** {@return the wanted values and all floating-point values computed from them} */
  private static Set<Value> dependents(List<Node> nodes, Collection<Value> wanted) {
    Set<Value> dependents = new HashSet<>(wanted);
    for (Node node : nodes) {
      if (node.inputs().stream().anyMatch(dependents::contains)) {
        node.outputs().stream()
            .filter(output -> output.elementType().isFloatingPoint())
            .forEach(dependents::add);
      }
    }
    return dependents;
  }

  private void seed(Value y, Value dy) {
    if (dy.elementType() != y.elementType() || !dy.shape().equals(y.shape())) {
      throw new IllegalArgumentException(
          "seed of " + y + ": expected its type and shape, found " + dy);
    }
    add(y, sum -> sum.add(dy));
  }

  private void add(Value value, Pullback.Contribution contribution) {
    if (dependents.contains(value)) {
      contribution.addTo(gradients.computeIfAbsent(value, v -> new GradientSum(g, v)));
    }
  }

  private void pullBack(Node node) {
    if (node.outputs().stream().noneMatch(gradients::containsKey)
        || node.inputs().stream().noneMatch(dependents::contains)) {
      return;
    }
    Rule rule = Rules.of(node.operator());
    // Every operator with a rule has one output, or further ones that only rules read.
    GradientSum dy = gradients.get(node.outputs().get(0));
    if (rule == null || dy == null) {
      throw new IllegalArgumentException(
          node.name()
              + ": expected an operator with a gradient between the seeds and "
              + node.inputs().stream().filter(dependents::contains).toList()
              + (", found " + node.operator().onnxName()));
    }
    rule.apply(new Pullback(g, node, dy.total(), dependents, this::add));
  }

  private Value gradient(Value value, Set<Value> outputs) {
    GradientSum sum = gradients.get(value);
    if (sum == null) {
      throw new IllegalArgumentException(
          "gradient of " + value + ": expected a path to one of " + outputs + ", found none");
    }
    return sum.total();
  }
}
