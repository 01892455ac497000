package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;

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
   * {@return x Wᵀ: [.., in] to [.., out]}
   *
   * @param g the graph of x
   * @param x what is multiplied
   * @param name of W in the checkpoint
   * @param shape of W there, [out, in]
   */
  default Value product(GraphBuilder g, Value x, String name, Shape shape) {
    return g.matMulTransposed(x, weight(name, shape));
  }
}
