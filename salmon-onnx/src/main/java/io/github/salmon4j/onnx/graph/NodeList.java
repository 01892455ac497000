package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes and constants of a graph under construction, and the one place where names and owners
 * are checked.
 */
final class NodeList {

  /** The classes between a caller and here, by name. */
  private static final Set<String> BUILDERS =
      Stream.of(
              NodeList.class,
              GraphBuilder.class,
              Arithmetic.class,
              Gathering.class,
              Layout.class,
              RowOperations.class,
              MatrixProduct.class,
              Quantization.class,
              RotaryEmbedding.class,
              GroupQueryAttention.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final GraphBuilder owner;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Initializer> initializers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  NodeList(GraphBuilder owner) {
    this.owner = owner;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Initializer> initializers() {
    return initializers;
  }

  /** {@return a new value of this graph} */
  Value value(String name, ElementType type, Shape shape) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "value name: expected a new one, found " + name + " again");
    }
    return new Value(name, type, shape, owner);
  }

  /** {@return what stands for an optional input that is left out} */
  Value absent() {
    return new Value("", ElementType.FLOAT32, new Shape(List.of()), owner);
  }

  /** {@return an int64 constant that the graph carries itself} */
  Value constant(String name, Shape shape, long... content) {
    Value value = value(name, ElementType.INT64, shape);
    initializers.add(Initializer.Inline.of(value, content));
    return value;
  }

  /** {@return a float32 constant that the graph carries itself} */
  Value constant(String name, Shape shape, float... content) {
    Value value = value(name, ElementType.FLOAT32, shape);
    initializers.add(Initializer.Inline.of(value, content));
    return value;
  }

  /** {@return an int64 constant of one axis under a name of its own} */
  Value int64(long... content) {
    return constant("int64_" + initializers.size(), Shape.of(content.length), content);
  }

  /** {@return a uint8 constant under a name of its own} */
  Value uint8(Shape shape, byte... content) {
    return constant("uint8_" + initializers.size(), ElementType.UINT8, shape, content);
  }

  /** {@return a constant of single bytes} */
  Value constant(String name, ElementType type, Shape shape, byte... content) {
    Value value = value(name, type, shape);
    initializers.add(Initializer.Inline.of(value, content));
    return value;
  }

  /** {@return a float32 constant under a name of its own} */
  Value float32(Shape shape, float... content) {
    return constant("float32_" + initializers.size(), shape, content);
  }

  /** {@return the only result of a new node} */
  Value add(Operator operator, List<Value> inputs, Value.Type result, Attribute... attributes) {
    return addAll(operator, inputs, List.of(result), attributes).get(0);
  }

  /** {@return the results of a new node} */
  List<Value> addAll(
      Operator operator, List<Value> inputs, List<Value.Type> results, Attribute... attributes) {
    requireOwn(inputs);
    String nodeName = operator.onnxName() + "_" + nodes.size();
    List<Value> outputs = new ArrayList<>();
    for (Value.Type result : results) {
      String suffix = outputs.isEmpty() ? "" : "." + outputs.size();
      outputs.add(value(nodeName + suffix, result.elementType(), result.shape()));
    }
    nodes.add(new Node(operator, nodeName, inputs, outputs, List.of(attributes)));
    return outputs;
  }

  /** {@return whether the value's content belongs to the graph} */
  boolean isConstant(Value value) {
    return initializers.stream().anyMatch(initializer -> initializer.value() == value);
  }

  void requireOwn(List<Value> values) {
    for (Value value : values) {
      if (value.owner() != owner) {
        throw new IllegalArgumentException("input: expected a value of this graph, found " + value);
      }
    }
  }

  static void require(Operator operator, boolean holds, String otherwise) {
    if (!holds) {
      throw mismatch(operator, otherwise);
    }
  }

  static void requireSameType(Operator operator, Value a, Value b) {
    require(
        operator,
        a.elementType() == b.elementType(),
        "expected one element type, found " + a + " and " + b);
  }

  /** {@return the error for inputs that do not fit, with the line that tried to add the node} */
  private static ShapeMismatchException mismatch(Operator operator, String what) {
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
