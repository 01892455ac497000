package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
  private final NodeList nodes = new NodeList(this);

  /**
   * Starts an empty graph.
   *
   * @param name name of the graph, for messages and tools
   */
  public GraphBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** {@return the operations so far, each after those whose results it reads; a copy} */
  public List<Node> nodes() {
    return List.copyOf(nodes.nodes());
  }

  /** {@return the finished graph} */
  public Graph build() {
    return new Graph(name, inputs, outputs, nodes.initializers(), nodes.nodes());
  }

  /** {@return a graph of some of the nodes, with the inputs and constants that these read} */
  Graph part(List<Node> some, Set<Value> given, Map<String, Value> results) {
    Set<Value> read = new HashSet<>();
    some.forEach(node -> read.addAll(node.inputs()));
    List<Value> own = new ArrayList<>(inputs.stream().filter(read::contains).toList());
    own.addAll(given);
    return new Graph(
        name,
        own,
        results,
        nodes.initializers().stream().filter(i -> read.contains(i.value())).toList(),
        some);
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
    nodes.requireOwn(List.of(value));
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
    return weight(weightName, ElementType.FLOAT32, shape, data);
  }

  /**
   * {@return a tensor whose content stays in a file}
   *
   * @param weightName unique in the graph
   * @param type type of its elements
   * @param shape its shape, all sizes known
   * @param data where its bytes are, row-major, little-endian
   * @throws IllegalArgumentException if the byte length disagrees with the shape
   */
  public Value weight(String weightName, ElementType type, Shape shape, ExternalData data) {
    long bytes = shape.elements().times(Dim.of(type.bytes())).size();
    if (bytes != data.length()) {
      throw new IllegalArgumentException(
          weightName + ": expected " + bytes + " bytes for " + type + shape + ", found " + data);
    }
    Value value = nodes.value(weightName, type, shape);
    nodes.initializers().add(new Initializer.External(value, data));
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
    return nodes.constant(constantName, shape, content);
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
    return nodes.constant(constantName, shape, content);
  }

  /**
   * {@return a tensor of single bytes that the graph carries itself}
   *
   * @param constantName unique in the graph
   * @param type int8 or uint8
   * @param shape its shape, all sizes known
   * @param content its elements, row-major
   * @throws IllegalArgumentException if the number of elements disagrees with the shape
   */
  public Value constant(String constantName, ElementType type, Shape shape, byte... content) {
    return nodes.constant(constantName, type, shape, content);
  }

  /** {@return a float32 number, with no axis} */
  public Value scalar(double number) {
    return nodes.float32(new Shape(List.of()), (float) number);
  }

  /** {@return a + b, broadcast} */
  public Value add(Value a, Value b) {
    return Arithmetic.ofTwo(nodes, Operator.ADD, a, b);
  }

  /** {@return a - b, broadcast} */
  public Value subtract(Value a, Value b) {
    return Arithmetic.ofTwo(nodes, Operator.SUB, a, b);
  }

  /** {@return a * b, element by element, broadcast} */
  public Value multiply(Value a, Value b) {
    return Arithmetic.ofTwo(nodes, Operator.MUL, a, b);
  }

  /** {@return a / b, element by element, broadcast} */
  public Value divide(Value a, Value b) {
    return Arithmetic.ofTwo(nodes, Operator.DIV, a, b);
  }

  /** {@return -x, element by element} */
  public Value negate(Value x) {
    return Arithmetic.ofOne(nodes, Operator.NEG, x);
  }

  /** {@return |x|, element by element} */
  public Value absolute(Value x) {
    return Arithmetic.ofOne(nodes, Operator.ABS, x);
  }

  /** {@return x as float32, each element rounded to the nearest} */
  public Value asFloat32(Value x) {
    return Quantization.asFloat32(nodes, x);
  }

  /** {@return 1 / (1 + exp(-x)), element by element} */
  public Value sigmoid(Value x) {
    return Arithmetic.ofOne(nodes, Operator.SIGMOID, x);
  }

  /** {@return x / (1 + exp(-x)), element by element} (Elfwing et al. 2017, arXiv:1702.03118) */
  public Value silu(Value x) {
    return nodes.add(Operator.SILU, List.of(x), x.type(), new Attribute.Real("alpha", 1));
  }

  /** {@return x repeated until it has the shape of another value, as broadcasting repeats} */
  public Value expandLike(Value x, Value like) {
    return Arithmetic.expand(nodes, x, like);
  }

  /** {@return exp(x) over its sum along the last axis} */
  public Value softmax(Value x) {
    return RowOperations.softmax(nodes, x);
  }

  /** {@return log sum exp(x) along the last axis, which stays with size 1} */
  public Value logSumExp(Value x) {
    return RowOperations.reduce(nodes, Operator.REDUCE_LOG_SUM_EXP, x, -1);
  }

  /** {@return the sum along some axes, which stay with size 1} */
  public Value sum(Value x, int... axes) {
    return RowOperations.reduce(nodes, Operator.REDUCE_SUM, x, axes);
  }

  /** {@return the largest along some axes, which stay with size 1} */
  public Value largest(Value x, int... axes) {
    return RowOperations.reduce(nodes, Operator.REDUCE_MAX, x, axes);
  }

  /** {@return the mean along some axes, which stay with size 1} */
  public Value mean(Value x, int... axes) {
    return RowOperations.reduce(nodes, Operator.REDUCE_MEAN, x, axes);
  }

  /** {@return gain * x / sqrt(mean(x²) + epsilon) along the last axis} */
  public Value rmsNorm(Value x, Value gain, double epsilon) {
    return RowOperations.rmsNorm(nodes, x, gain, epsilon);
  }

  /** {@return x + y, each [.., C] of 2 or 3 axes, and that normalized: gain [C]} */
  public NormalizedSum rmsNormOfSum(Value x, Value y, Value gain, double epsilon) {
    return RowOperations.rmsNormOfSum(nodes, x, y, gain, epsilon);
  }

  /** {@return x / sqrt(mean(x²) + epsilon) along the last axis, whose size is known} */
  public RmsNormalized rmsNormalized(Value x, double epsilon) {
    return RowOperations.rmsNormalized(nodes, x, epsilon);
  }

  /** {@return the matrix product a b: [.., M, K] by [.., K, N], other axes broadcast} */
  public Value matMul(Value a, Value b) {
    return product(new MatrixProduct(MatrixProduct.plain(a), MatrixProduct.plain(b), 1));
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
    return product(new MatrixProduct(MatrixProduct.plain(a), MatrixProduct.transposed(b), alpha));
  }

  /** {@return a matrix product in any orientation: see {@link MatrixProduct}} */
  public Value product(MatrixProduct product) {
    return product.addTo(nodes);
  }

  /**
   * {@return codes of numbers: x over its row's unit and over a step, rounded to the nearest whole
   * number, to even between two, plus 128, within 0 to 255; uint8 of x's shape} What is no number,
   * as everything over a unit of 0, gets any code.
   *
   * @param x float32 [.., K], K known
   * @param units one for each row, float32 [.., 1]
   * @param step what one step of a code is worth, in units
   */
  public Value quantizeRows(Value x, Value units, double step) {
    return Quantization.rows(nodes, x, units, step);
  }

  /**
   * {@return the matrix product of the numbers that codes stand for, times a step and a scale for
   * each column: [.., M, K] by [K, N], float32} Codes stand for themselves in int8 and for 128 less
   * in uint8. The sums are whole numbers and exact, except where a processor without dot products
   * of bytes multiplies uint8 by int8.
   *
   * @param a uint8
   * @param step what one step of a's codes is worth
   * @param b int8 or uint8
   * @param scales what one step of b's is worth in each column, float32 [N]
   */
  public Value integerMatMul(Value a, double step, Value b, Value scales) {
    return Quantization.product(nodes, a, step, b, scales);
  }

  /**
   * {@return the matrix product a bᵀ with b in 4 bits: [.., M, K] by [N, K]} Each block of columns
   * of a row of b has a scale; a row of a is quantized to 8 bits, block by block, as well.
   *
   * @param a float32 [.., M, K]
   * @param codes uint8 [N, blocks, bytes]: two codes in a byte, the lower four bits first, each for
   *     8 more than it stands for; the last block is padded
   * @param scales what one step of a code is worth, float32 [N, blocks]
   */
  public Value blockMatMulTransposed(Value a, Value codes, Value scales) {
    return Quantization.blockProduct(nodes, a, codes, scales);
  }

  /** {@return rows of a table: [V, ..] indexed by int64 [..] gives [indices.., ..]} */
  public Value gather(Value table, Value indices) {
    return Gathering.rows(nodes, table, indices);
  }

  /** {@return one element for each index along the last axis: [N, V] by int64 [N, M] is [N, M]} */
  public Value gatherElements(Value x, Value indices) {
    return Gathering.elements(nodes, x, indices);
  }

  /**
   * {@return x with updates added along an axis, also where an index comes more than once}
   *
   * @param axis from 0, or from -1 backward
   * @param x the tensor to add to
   * @param indices places along the axis, int64, of x's shape but for the axis
   * @param updates what is added there, of the indices' shape
   */
  public Value scatterAdd(int axis, Value x, Value indices, Value updates) {
    return Gathering.scatterAdd(nodes, axis, x, indices, updates);
  }

  /**
   * {@return the same elements, row-major, in another shape}
   *
   * @param x the tensor
   * @param shape as many elements; at most one unknown size that is not at its old place
   */
  public Value reshape(Value x, Shape shape) {
    return Layout.reshape(nodes, x, shape);
  }

  /** {@return the same elements, row-major, in the shape of another value, whatever that is} */
  public Value reshapeLike(Value x, Value like) {
    return Layout.reshapeLike(nodes, x, like);
  }

  /** {@return x with its axes in another order: result axis i is axis {@code order[i]} of x} */
  public Value transpose(Value x, int... order) {
    return Layout.transpose(nodes, x, order);
  }

  /** {@return x with one more axis, of size 1, at this place} */
  public Value insertAxis(Value x, int axis) {
    return Layout.insertAxis(nodes, x, axis);
  }

  /** {@return a and b one after the other along an axis} */
  public Value concat(int axis, Value a, Value b) {
    return Layout.concat(nodes, axis, a, b);
  }

  /** {@return the part of x where a stands in the concatenation of a and b along an axis} */
  public Value firstPart(int axis, Value x, Value a, Value b) {
    return Layout.first(nodes, axis, x, a, b);
  }

  /** {@return the part of x where b stands in the concatenation of a and b along an axis} */
  public Value secondPart(int axis, Value x, Value a, Value b) {
    return Layout.second(nodes, axis, x, a, b);
  }

  /** {@return x cut along the last axis into parts of these sizes} */
  public List<Value> split(Value x, List<Dim> sizes) {
    return Layout.split(nodes, x, sizes);
  }

  /** {@return cyclic shifts of pairs by position: see {@link RotaryEmbedding}} */
  public Value rotary(RotaryEmbedding embedding) {
    return embedding.addTo(nodes);
  }

  /** {@return fused causal attention: see {@link GroupQueryAttention}} */
  public GroupQueryAttention.Result attention(GroupQueryAttention attention) {
    return attention.addTo(nodes);
  }
}
