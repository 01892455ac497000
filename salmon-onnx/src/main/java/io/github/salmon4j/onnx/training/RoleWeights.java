package io.github.salmon4j.onnx.training;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.session.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a role's tensors are: trained ones and constants its own, the others the base's. */
final class RoleWeights implements AutoCloseable {

  private final String role;
  private final FrozenWeights frozen;
  private final Map<String, TensorParameter> trained = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> constants = new HashMap<>();

  /**
   * A role that trains nothing yet.
   *
   * @param role prefix of its parameters' names
   * @param frozen the base's weights
   */
  RoleWeights(String role, FrozenWeights frozen) {
    this.role = role;
    this.frozen = frozen;
  }

  /** {@return a new parameter under the name of a tensor, all 0} */
  TensorParameter train(String tensor, long... shape) {
    TensorParameter parameter = new TensorParameter(role + "/" + tensor, shape);
    trained.put(tensor, parameter);
    return parameter;
  }

  /** Trains a tensor of the base, from a copy. */
  void trainCopy(String tensor, long... shape) {
    frozen.copy(tensor, train(tensor, shape).values(), shape);
  }

  /** Gives a graph a value that no checkpoint holds and nothing trains; closed here. */
  void constant(String name, OnnxTensor value) {
    constants.put(name, value);
  }

  Map<String, OnnxTensor> constants() {
    return constants;
  }

  @Nullable TensorParameter parameter(String tensor) {
    return trained.get(tensor);
  }

  /** {@return a tensor as the engine reads it} */
  OnnxTensor tensor(String name, Value like) {
    TensorParameter parameter = trained.get(name);
    return parameter != null ? parameter.tensor() : frozen.tensor(name, sizes(like));
  }

  List<TensorParameter> parameters() {
    return new ArrayList<>(trained.values());
  }

  /**
   * {@return the trained tensors by name, each anew over the same memory; the caller closes all}
   */
  Map<String, OnnxTensor> shared() {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    trained.forEach((name, its) -> tensors.put(name, Tensors.of(its.values(), its.shape())));
    return tensors;
  }

  static long[] sizes(Value value) {
    return value.shape().dims().stream().mapToLong(Dim::size).toArray();
  }

  @Override
  public void close() {
    trained.values().forEach(TensorParameter::close);
    constants.values().forEach(OnnxTensor::close);
  }
}
