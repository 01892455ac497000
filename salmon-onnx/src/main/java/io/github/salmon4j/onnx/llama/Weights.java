package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.List;

/** Where a graph's fragments get their tensors from, by the names of the checkpoint. */
interface Weights {

  /**
   * {@return the tensor of that name as a value of the graph}
   *
   * @param name as in the checkpoint, such as {@code model.norm.weight}
   * @param shape the shape it must have
   */
  Value weight(String name, Shape shape);

  /**
   * A matrix of the checkpoint.
   *
   * @param name of it there
   * @param shape [out, in]
   */
  record Matrix(String name, Shape shape) {}

  /**
   * {@return x Wᵀ for each W, [.., in] to [.., out], or one value with all of them behind one
   * another, where the weights lie so}
   *
   * @param g the graph of x
   * @param x what is multiplied
   * @param matrices all that x is multiplied by
   */
  default List<Value> joinedProducts(GraphBuilder g, Value x, List<Matrix> matrices) {
    return products(g, x, matrices);
  }

  /**
   * {@return x Wᵀ for each W: [.., in] to [.., out]}
   *
   * @param g the graph of x
   * @param x what is multiplied
   * @param matrices all that x is multiplied by
   */
  default List<Value> products(GraphBuilder g, Value x, List<Matrix> matrices) {
    return matrices.stream()
        .map(matrix -> g.matMulTransposed(x, weight(matrix.name(), matrix.shape())))
        .toList();
  }
}
