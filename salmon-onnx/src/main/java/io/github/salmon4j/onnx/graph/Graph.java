package io.github.salmon4j.onnx.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A finished graph. Immutable; {@link #toBytes()} is what an engine loads. */
public final class Graph {

  private final String name;
  private final List<Value> inputs;
  private final Map<String, Value> outputs;
  private final List<Initializer> initializers;
  private final List<Node> nodes;

  Graph(
      String name,
      List<Value> inputs,
      Map<String, Value> outputs,
      List<Initializer> initializers,
      List<Node> nodes) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.initializers = List.copyOf(initializers);
    this.nodes = List.copyOf(nodes);
  }

  /** {@return the name given to the builder} */
  public String name() {
    return name;
  }

  /** {@return the tensors that a run must be given} */
  public List<Value> inputs() {
    return inputs;
  }

  /** {@return the tensors that a run can be asked for, by the names given to the builder} */
  public Map<String, Value> outputs() {
    return outputs;
  }

  List<Initializer> initializers() {
    return initializers;
  }

  /** {@return the operations, each after those whose results it reads} */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * {@return the graph as a serialized ONNX {@code ModelProto}: byte for byte what protobuf's own
   * serializer writes}
   */
  public byte[] toBytes() {
    return ModelWriter.write(this);
  }
}
