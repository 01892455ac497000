package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ExternalData;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** A checkpoint's tensors as weights of one graph: nothing is read, the engine maps the files. */
final class MappedWeights implements Weights {

  private final GraphBuilder g;
  private final Checkpoint checkpoint;
  private final Map<String, Value> values = new HashMap<>();

  MappedWeights(GraphBuilder g, Checkpoint checkpoint) {
    this.g = g;
    this.checkpoint = checkpoint;
  }

  @Override
  public Value weight(String name, Shape shape) {
    return values.computeIfAbsent(name, key -> declare(name, shape));
  }

  private Value declare(String name, Shape shape) {
    long[] sizes = shape.dims().stream().mapToLong(Dim::size).toArray();
    TensorEntry tensor = checkpoint.tensor(name, sizes);
    return g.weight(
        name,
        shape,
        new ExternalData(checkpoint.locationOf(tensor), tensor.offset(), tensor.byteLength()));
  }
}
