package io.github.salmon4j.onnx.training;

import io.github.salmon4j.onnx.autodiff.ReverseMode;
import io.github.salmon4j.onnx.graph.CutGraph;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fragment with its way back: what it computes, and from the gradient of that the gradients of
 * what went in. Gradients of trained tensors are added to sums that are inputs, so that the engine
 * accumulates in place.
 */
final class GradientGraph {

  /** Gradient of the fragment's output; the output's shape. */
  static final String SEED = "seed";

  /** The fragment's output. */
  static final String OUTPUT = "output";

  /** Gradient of what the fragment computes from. */
  static final String INPUT_GRADIENT = "input_gradient";

  private final GraphBuilder g;
  private final int forwardNodes;
  private final Map<String, Value> forward;
  private final Map<String, Value> back = new LinkedHashMap<>();

  /**
   * Adds the way back to a fragment.
   *
   * @param g the graph that holds the fragment and nothing else
   * @param output what the fragment computes
   * @param input what it computes from, if its gradient is wanted: one value or none
   * @param trained tensors whose gradients are wanted, by name
   */
  GradientGraph(GraphBuilder g, Value output, List<Value> input, Map<String, Value> trained) {
    this.g = g;
    this.forwardNodes = g.nodes().size();
    this.forward = Map.of(OUTPUT, output);
    List<Value> wanted = new ArrayList<>(input);
    wanted.addAll(trained.values());
    if (wanted.isEmpty()) {
      return;
    }
    Value seed = g.input(SEED, output.elementType(), output.shape());
    Map<Value, Value> gradients = ReverseMode.gradients(g, Map.of(output, seed), wanted);
    input.forEach(x -> back.put(INPUT_GRADIENT, gradient(gradients, x)));
    trained.forEach(
        (name, tensor) -> {
          Value sum = g.input(sumOf(name), tensor.elementType(), tensor.shape());
          back.put(addedTo(name), g.add(sum, gradient(gradients, tensor)));
        });
  }

  /** {@return the name of the input that holds the sum so far of a tensor's gradients} */
  static String sumOf(String tensor) {
    return "sum of " + tensor;
  }

  /** {@return the name of the output that holds the sum with one more gradient} */
  static String addedTo(String tensor) {
    return "added to " + tensor;
  }

  /** {@return the way forward, and the way back that takes over what was computed forward} */
  CutGraph keeping() {
    return CutGraph.of(g, forwardNodes, forward, back);
  }

  /** {@return the way back that computes again what was computed forward} */
  Graph whole() {
    return CutGraph.of(g, 0, Map.of(), back).second();
  }

  private static Value gradient(Map<Value, Value> gradients, Value of) {
    Value gradient = gradients.get(of);
    if (gradient == null) {
      throw new IllegalStateException("gradient of " + of + ": expected one, found none");
    }
    return gradient;
  }
}
