package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * Builds one graph, node by node.
 *
 * <p>Every method that adds a node checks its inputs and works out the shape of its output. Inputs
 * that do not fit throw {@link ShapeMismatchException} there and then, naming the operator, the
 * shapes and the line that called; an unfit graph never reaches the engine. For one thread.
 *
 * <pre>{@code
 * GraphBuilder g = new GraphBuilder("linear");
 * Value x = g.input("x", ElementType.FLOAT32, Shape.of(Dim.symbol("B"), Dim.of(64)));
 * Value w = g.weight("w", Shape.of(10, 64), where);
 * g.output("y", g.matMulTransposed(x, w));
 * byte[] model = g.build().toBytes();
 * }</pre>
 */
public final class GraphBuilder {

  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final List<Initializer> initializers = new ArrayList<>();
  private final NodeList nodes = new NodeList(this);

  /**
   * Starts an empty graph.
   *
   * @param name name of the graph, for messages and tools
   */
  public GraphBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** {@return the finished graph} */
  public Graph build() {
    return new Graph(name, inputs, outputs, initializers, nodes.nodes());
  }

  /**
   * {@return a tensor that every run is given}
   *
   * @param inputName unique in the graph
   * @param type type of its elements
   * @param shape its shape
   */
  public Value input(String inputName, ElementType type, Shape shape) {
    Value value = nodes.value(inputName, type, shape);
    inputs.add(value);
    return value;
  }

  /**
   * Makes a value one that callers of the engine can ask for.
   *
   * @param outputName the name they ask by, unique among the outputs
   * @param value any value of this graph that a node makes
   */
  public void output(String outputName, Value value) {
    nodes.names(List.of(value));
    if (outputs.putIfAbsent(outputName, value) != null) {
      throw new IllegalArgumentException(
          "output name: expected a new one, found " + outputName + " again");
    }
  }

  /**
   * {@return a float32 tensor whose content stays in a file}
   *
   * @param weightName unique in the graph
   * @param shape its shape, all sizes known
   * @param data where its bytes are, row-major, little-endian
   * @throws IllegalArgumentException if the byte length disagrees with the shape
   */
  public Value weight(String weightName, Shape shape, ExternalData data) {
    long bytes = shape.elements().times(Dim.of(Float.BYTES)).size();
    if (bytes != data.length()) {
      throw new IllegalArgumentException(
          weightName + ": expected " + bytes + " bytes for float32" + shape + ", found " + data);
    }
    Value value = nodes.value(weightName, ElementType.FLOAT32, shape);
    initializers.add(new Initializer.External(value, data));
    return value;
  }

  /**
   * {@return a float32 tensor that the graph carries itself}
   *
   * @param constantName unique in the graph
   * @param shape its shape, all sizes known
   * @param content its elements, row-major
   * @throws IllegalArgumentException if the number of elements disagrees with the shape
   */
  public Value constant(String constantName, Shape shape, float... content) {
    Value value = nodes.value(constantName, ElementType.FLOAT32, shape);
    initializers.add(Initializer.Inline.of(value, content));
    return value;
  }

  /**
   * {@return an int64 tensor that the graph carries itself}
   *
   * @param constantName unique in the graph
   * @param shape its shape, all sizes known
   * @param content its elements, row-major
   * @throws IllegalArgumentException if the number of elements disagrees with the shape
   */
  public Value constant(String constantName, Shape shape, long... content) {
    Value value = nodes.value(constantName, ElementType.INT64, shape);
    initializers.add(Initializer.Inline.of(value, content));
    return value;
  }

  /** {@return a + b, broadcast} */
  public Value add(Value a, Value b) {
    return broadcast(Operator.ADD, a, b);
  }

  /** {@return a - b, broadcast} */
  public Value subtract(Value a, Value b) {
    return broadcast(Operator.SUB, a, b);
  }

  /** {@return a * b, element by element, broadcast} */
  public Value multiply(Value a, Value b) {
    return broadcast(Operator.MUL, a, b);
  }

  /** {@return a / b, element by element, broadcast} */
  public Value divide(Value a, Value b) {
    return broadcast(Operator.DIV, a, b);
  }

  /** {@return 1 / (1 + exp(-x)), element by element} */
  public Value sigmoid(Value x) {
    return nodes.add(Operator.SIGMOID, List.of(x), x.type());
  }

  /** {@return exp(x) over its sum along the last axis} */
  public Value softmax(Value x) {
    requireAxis(Operator.SOFTMAX, x);
    return nodes.add(
        Operator.SOFTMAX, List.of(x), x.type(), new Attribute.Int("axis", x.shape().rank() - 1L));
  }

  /** {@return log sum exp(x) along the last axis, which stays with size 1} */
  public Value logSumExp(Value x) {
    requireAxis(Operator.REDUCE_LOG_SUM_EXP, x);
    Value axes = int64(-1);
    return nodes.add(
        Operator.REDUCE_LOG_SUM_EXP,
        List.of(x, axes),
        x.type().with(x.shape().with(-1, Dim.of(1))),
        new Attribute.Int("keepdims", 1));
  }

  /** {@return the matrix product a b: [.., M, K] by [.., K, N], other axes broadcast} */
  public Value matMul(Value a, Value b) {
    return product(a, b, -2);
  }

  /**
   * {@return the matrix product a bᵀ: [.., M, K] by [.., N, K], other axes broadcast}
   *
   * <p>Hugging Face stores weights [out, in], so this is what a linear layer is, with no transpose.
   */
  public Value matMulTransposed(Value a, Value b) {
    return matMulTransposed(a, b, 1);
  }

  /** {@return alpha a bᵀ, shapes as in {@link #matMulTransposed(Value, Value)}} */
  public Value matMulTransposed(Value a, Value b, double alpha) {
    return product(
        a, b, -1, new Attribute.Real("alpha", (float) alpha), new Attribute.Int("transB", 1));
  }

  /** {@return rows of a table: [V, ..] indexed by int64 [..] gives [indices.., ..]} */
  public Value gather(Value table, Value indices) {
    require(
        Operator.GATHER,
        table.shape().rank() >= 1 && indices.elementType() == ElementType.INT64,
        "expected rows and int64 indices, found " + table + " and " + indices);
    List<Dim> dims = new ArrayList<>(indices.shape().dims());
    dims.addAll(table.shape().dims().subList(1, table.shape().rank()));
    return nodes.add(Operator.GATHER, List.of(table, indices), table.type().with(new Shape(dims)));
  }

  /** {@return one element for each index along the last axis: [N, V] by int64 [N, M] is [N, M]} */
  public Value gatherElements(Value x, Value indices) {
    require(
        Operator.GATHER_ELEMENTS,
        x.shape().rank() >= 1
            && x.shape().rank() == indices.shape().rank()
            && indices.shape().with(-1, x.shape().dim(-1)).equals(x.shape())
            && indices.elementType() == ElementType.INT64,
        "expected int64 indices for all but the last axis of " + x + ", found " + indices);
    return nodes.add(
        Operator.GATHER_ELEMENTS,
        List.of(x, indices),
        x.type().with(indices.shape()),
        new Attribute.Int("axis", -1));
  }

  /**
   * {@return the same elements, row-major, in another shape}
   *
   * @param x the tensor
   * @param shape as many elements; at most one unknown size that is not at its old place
   */
  public Value reshape(Value x, Shape shape) {
    require(
        Operator.RESHAPE,
        x.shape().elements().equals(shape.elements()),
        "expected as many elements as " + x + ", found " + shape);
    long[] target = new long[shape.rank()];
    int inferred = 0;
    for (int axis = 0; axis < target.length; axis++) {
      Dim dim = shape.dim(axis);
      if (dim.isKnown()) {
        target[axis] = dim.size();
      } else if (axis < x.shape().rank() && dim.equals(x.shape().dim(axis))) {
        target[axis] = 0;
      } else {
        target[axis] = -1;
        inferred++;
      }
    }
    require(Operator.RESHAPE, inferred <= 1, "expected at most one size to infer, found " + shape);
    return nodes.add(Operator.RESHAPE, List.of(x, int64(target)), x.type().with(shape));
  }

  /** {@return x with its axes in another order: result axis i is axis {@code order[i]} of x} */
  public Value transpose(Value x, int... order) {
    require(
        Operator.TRANSPOSE,
        Arrays.equals(
            Arrays.stream(order).sorted().toArray(),
            IntStream.range(0, x.shape().rank()).toArray()),
        "expected each axis of " + x + " once, found " + Arrays.toString(order));
    List<Dim> dims = new ArrayList<>();
    List<Long> permutation = new ArrayList<>();
    for (int axis : order) {
      dims.add(x.shape().dim(axis));
      permutation.add((long) axis);
    }
    return nodes.add(
        Operator.TRANSPOSE,
        List.of(x),
        x.type().with(new Shape(dims)),
        new Attribute.Ints("perm", permutation));
  }

  /** {@return x with one more axis, of size 1, at this place} */
  public Value insertAxis(Value x, int axis) {
    require(
        Operator.UNSQUEEZE,
        axis >= 0 && axis <= x.shape().rank(),
        "expected a place among the axes of " + x + ", found " + axis);
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.add(axis, Dim.of(1));
    return nodes.add(Operator.UNSQUEEZE, List.of(x, int64(axis)), x.type().with(new Shape(dims)));
  }

  /** {@return a and b one after the other along an axis} */
  public Value concat(int axis, Value a, Value b) {
    requireSameType(Operator.CONCAT, a, b);
    require(
        Operator.CONCAT,
        axis >= 0
            && axis < a.shape().rank()
            && b.shape().rank() == a.shape().rank()
            && b.shape().with(axis, a.shape().dim(axis)).equals(a.shape()),
        "expected equal shapes but for axis " + axis + ", found " + a + " and " + b);
    Shape shape = a.shape().with(axis, a.shape().dim(axis).plus(b.shape().dim(axis)));
    return nodes.add(
        Operator.CONCAT, List.of(a, b), a.type().with(shape), new Attribute.Int("axis", axis));
  }

  /** {@return gain * x / sqrt(mean(x²) + epsilon) along the last axis} */
  public Value rmsNorm(Value x, Value gain, double epsilon) {
    requireGain(Operator.RMS_NORM, x, gain);
    return nodes.add(
        Operator.RMS_NORM,
        List.of(x, gain),
        x.type(),
        new Attribute.Int("axis", -1),
        new Attribute.Real("epsilon", (float) epsilon));
  }

  /** {@return cyclic shifts of pairs by position: see {@link RotaryEmbedding}} */
  public Value rotary(RotaryEmbedding embedding) {
    return embedding.addTo(nodes);
  }

  /** {@return fused causal attention: see {@link GroupQueryAttention}} */
  public GroupQueryAttention.Result attention(GroupQueryAttention attention) {
    return attention.addTo(nodes);
  }

  private Value broadcast(Operator operator, Value a, Value b) {
    requireSameType(operator, a, b);
    Shape shape = broadcastShape(operator, a, b, a.shape(), b.shape());
    return nodes.add(operator, List.of(a, b), a.type().with(shape));
  }

  /** The product over the last axis of a and this one of b's last two. */
  private Value product(Value a, Value b, int inner, Attribute... attributes) {
    requireSameType(Operator.FUSED_MAT_MUL, a, b);
    int axes = a.shape().rank();
    require(
        Operator.FUSED_MAT_MUL,
        axes >= 2 && b.shape().rank() >= 2 && a.shape().dim(-1).equals(b.shape().dim(inner)),
        "expected the same inner size, found " + a + " and " + b);
    Shape outerA = new Shape(a.shape().dims().subList(0, axes - 2));
    Shape outerB = new Shape(b.shape().dims().subList(0, b.shape().rank() - 2));
    List<Dim> dims =
        new ArrayList<>(broadcastShape(Operator.FUSED_MAT_MUL, a, b, outerA, outerB).dims());
    dims.add(a.shape().dim(-2));
    dims.add(b.shape().dim(-3 - inner));
    return nodes.add(
        Operator.FUSED_MAT_MUL, List.of(a, b), a.type().with(new Shape(dims)), attributes);
  }

  private static Shape broadcastShape(
      Operator operator, Value a, Value b, Shape shapeA, Shape shapeB) {
    Dim one = Dim.of(1);
    BinaryOperator<Dim> fit =
        (x, y) -> {
          require(
              operator,
              x.equals(y) || x.equals(one) || y.equals(one),
              "expected shapes that broadcast, found " + a + " and " + b);
          return x.equals(one) ? y : x;
        };
    int rank = Math.max(shapeA.rank(), shapeB.rank());
    List<Dim> dims = new ArrayList<>();
    for (int axis = -rank; axis < 0; axis++) {
      Dim x = -axis > shapeA.rank() ? one : shapeA.dim(axis);
      Dim y = -axis > shapeB.rank() ? one : shapeB.dim(axis);
      dims.add(fit.apply(x, y));
    }
    return new Shape(dims);
  }

  private Value int64(long... content) {
    return constant("int64_" + initializers.size(), Shape.of(content.length), content);
  }

  private static void requireSameType(Operator operator, Value a, Value b) {
    require(
        operator,
        a.elementType() == b.elementType(),
        "expected one element type, found " + a + " and " + b);
  }

  private static void requireAxis(Operator operator, Value x) {
    require(operator, x.shape().rank() >= 1, "expected 1 axis or more, found " + x);
  }

  static void requireGain(Operator operator, Value x, Value gain) {
    requireAxis(operator, x);
    require(
        operator,
        gain.shape().equals(Shape.of(x.shape().dim(-1))),
        "expected one gain for each of the last axis of " + x + ", found " + gain);
  }

  static void require(Operator operator, boolean holds, String otherwise) {
    if (!holds) {
      throw NodeList.mismatch(operator, otherwise);
    }
  }
}
