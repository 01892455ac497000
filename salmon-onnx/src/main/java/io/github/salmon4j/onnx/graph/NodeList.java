package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes of a graph under construction, and the one place where names and owners are checked.
 */
final class NodeList {

  /** The classes between a caller and here, by name. */
  private static final Set<String> BUILDERS =
      Stream.of(
              NodeList.class, GraphBuilder.class, RotaryEmbedding.class, GroupQueryAttention.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final GraphBuilder owner;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  NodeList(GraphBuilder owner) {
    this.owner = owner;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** {@return a new value of this graph} */
  Value value(String name, ElementType type, Shape shape) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "value name: expected a new one, found " + name + " again");
    }
    return new Value(name, type, shape, owner);
  }

  /** {@return the only result of a new node} */
  Value add(Operator operator, List<Value> inputs, Value.Type result, Attribute... attributes) {
    return addAll(operator, names(inputs), List.of(result), attributes).get(0);
  }

  /** {@return the results of a new node; an empty input name is an optional input left out} */
  List<Value> addAll(
      Operator operator, List<String> inputs, List<Value.Type> results, Attribute... attributes) {
    String nodeName = operator.onnxName() + "_" + nodes.size();
    List<Value> values = new ArrayList<>();
    for (Value.Type result : results) {
      String suffix = values.isEmpty() ? "" : "." + values.size();
      values.add(value(nodeName + suffix, result.elementType(), result.shape()));
    }
    List<String> outputs = values.stream().map(Value::name).toList();
    nodes.add(new Node(operator, nodeName, inputs, outputs, List.of(attributes)));
    return values;
  }

  List<String> names(List<Value> values) {
    for (Value value : values) {
      if (value.owner() != owner) {
        throw new IllegalArgumentException("input: expected a value of this graph, found " + value);
      }
    }
    return values.stream().map(Value::name).toList();
  }

  /** {@return the error for inputs that do not fit, with the line that tried to add the node} */
  static ShapeMismatchException mismatch(Operator operator, String what) {
    String caller =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !BUILDERS.contains(frame.getClassName()))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("unknown line"));
    return new ShapeMismatchException(
        operator.onnxName() + ": " + what + " (added at " + caller + ")");
  }
}
