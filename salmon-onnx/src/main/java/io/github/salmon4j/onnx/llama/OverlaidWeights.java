package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Weights of which some are inputs of the graph, and the others as they would be without those. */
final class OverlaidWeights implements Weights {

  private final GraphBuilder g;
  private final Set<String> given;
  private final Weights others;
  private final Map<String, Value> inputs = new HashMap<>();

  /**
   * Weights over others.
   *
   * @param g the graph that gets the inputs
   * @param given names of the weights that are inputs; names that are no weight's mean nothing
   * @param others where the other weights are
   */
  OverlaidWeights(GraphBuilder g, Set<String> given, Weights others) {
    this.g = g;
    this.given = given;
    this.others = others;
  }

  @Override
  public Value weight(String name, Shape shape) {
    return given.contains(name)
        ? inputs.computeIfAbsent(name, key -> g.input(name, ElementType.FLOAT32, shape))
        : others.weight(name, shape);
  }

  @Override
  public Value product(GraphBuilder graph, Value x, String name, Shape shape) {
    return given.contains(name)
        ? Weights.super.product(graph, x, name, shape)
        : others.product(graph, x, name, shape);
  }
}
