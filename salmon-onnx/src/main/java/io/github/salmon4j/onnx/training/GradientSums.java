package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The gradients that one thread adds up. The first thread's are the parameters' own; those of the
 * others are added to them when all have finished, thread by thread, so that the order of additions
 * does not depend on who was faster.
 */
final class GradientSums implements AutoCloseable {

  private final Map<String, Sum> sums = new LinkedHashMap<>();

  private record Sum(TensorParameter parameter, FloatBuffer buffer, OnnxTensor tensor) {}

  private GradientSums() {}

  /** {@return the parameters' own gradients} */
  static GradientSums own(Collection<TensorParameter> parameters) {
    GradientSums own = new GradientSums();
    parameters.forEach(p -> own.put(p, p.gradient()));
    return own;
  }

  /** {@return sums of their own, all 0} */
  static GradientSums apart(Collection<TensorParameter> parameters) {
    GradientSums apart = new GradientSums();
    parameters.forEach(p -> apart.put(p, TensorParameter.direct(p.size())));
    return apart;
  }

  private void put(TensorParameter parameter, FloatBuffer buffer) {
    sums.put(parameter.name(), new Sum(parameter, buffer, Tensors.of(buffer, parameter.shape())));
  }

  /** {@return a parameter's sum as the engine reads and writes it} */
  OnnxTensor tensor(TensorParameter parameter) {
    return sum(parameter).tensor();
  }

  /** {@return a parameter's sum} */
  FloatBuffer buffer(TensorParameter parameter) {
    return sum(parameter).buffer();
  }

  private Sum sum(TensorParameter parameter) {
    return Objects.requireNonNull(sums.get(parameter.name()));
  }

  /** Adds everything to the parameters' own gradients and starts from 0 again. */
  void moveToParameters() {
    for (Sum sum : sums.values()) {
      FloatBuffer total = sum.parameter().gradient();
      FloatBuffer part = sum.buffer();
      for (int i = 0; i < part.limit(); i++) {
        total.put(i, total.get(i) + part.get(i));
        part.put(i, 0);
      }
    }
  }

  @Override
  public void close() {
    sums.values().forEach(sum -> sum.tensor().close());
  }
}
