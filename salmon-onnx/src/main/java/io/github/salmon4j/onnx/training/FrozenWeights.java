package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.TensorEntry;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** The base's weights, each mapped from its file when it is first wanted, once for all roles. */
final class FrozenWeights implements AutoCloseable {

  private final Checkpoint checkpoint;
  private final Map<String, OnnxTensor> tensors = new HashMap<>();

  /** Over a checkpoint whose weights are all float32. */
  FrozenWeights(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** {@return a weight as the engine reads it} */
  synchronized OnnxTensor tensor(String name, long... shape) {
    return tensors.computeIfAbsent(name, key -> Tensors.of(entry(name, shape).floats(), shape));
  }

  /** {@return a weight's numbers, mapped} */
  FloatBuffer floats(String name, long... shape) {
    return entry(name, shape).floats();
  }

  /** Copies a weight's numbers. */
  void copy(String name, FloatBuffer into, long... shape) {
    entry(name, shape).copyTo(into);
  }

  boolean has(String name) {
    return checkpoint.tensorNames().contains(name);
  }

  /** {@return the size of all weights} */
  long bytes() {
    return checkpoint.byteLength();
  }

  private TensorEntry entry(String name, long... shape) {
    return checkpoint.tensor(name, shape);
  }

  @Override
  public synchronized void close() {
    tensors.values().forEach(OnnxTensor::close);
    tensors.clear();
  }
}
