package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.List;
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
  public List<Value> joinedProducts(GraphBuilder graph, Value x, List<Matrix> matrices) {
    return isFree(matrices)
        ? others.joinedProducts(graph, x, matrices)
        : Weights.super.joinedProducts(graph, x, matrices);
  }

  @Override
  public List<Value> products(GraphBuilder graph, Value x, List<Matrix> matrices) {
    return isFree(matrices)
        ? others.products(graph, x, matrices)
        : Weights.super.products(graph, x, matrices);
  }

  private boolean isFree(List<Matrix> matrices) {
    return matrices.stream().noneMatch(matrix -> given.contains(matrix.name()));
  }
}
