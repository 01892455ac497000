package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.graph.GroupQueryAttention.Heads;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the builder refuses, and how it says so. */
class GraphBuilderMismatchTest {

  private static final Dim B = Dim.symbol("B");
  private static final Dim T = Dim.symbol("T");
  private static final Dim P = Dim.symbol("P");

  /**
   * Inputs that do not fit.
   *
   * @param operator what the message must name
   * @param attempt adds the node
   * @param mentions what else the message must have
   */
  private record Misfit(
      String operator, Function<GraphBuilder, Object> attempt, List<String> mentions) {

    @Override
    public String toString() {
      return operator + mentions;
    }
  }

  private static Misfit misfit(
      String operator, Function<GraphBuilder, Object> attempt, String... mentions) {
    return new Misfit(operator, attempt, List.of(mentions));
  }

  private static Value x(GraphBuilder g, Dim... dims) {
    return g.input("x", ElementType.FLOAT32, Shape.of(dims));
  }

  private static Value x(GraphBuilder g, long... sizes) {
    return g.input("x", ElementType.FLOAT32, Shape.of(sizes));
  }

  private static Value scalar(GraphBuilder g) {
    return g.input("scalar", ElementType.FLOAT32, Shape.of(new long[0]));
  }

  private static Value y(GraphBuilder g, long... sizes) {
    return g.input("y", ElementType.FLOAT32, Shape.of(sizes));
  }

  private static Value y(GraphBuilder g, Dim... dims) {
    return g.input("y", ElementType.FLOAT32, Shape.of(dims));
  }

  private static Value ids(GraphBuilder g, long... sizes) {
    return g.input("ids", ElementType.INT64, Shape.of(sizes));
  }

  static Stream<Misfit> shapesOfArithmetic() {
    return Stream.of(
        misfit("Add", g -> g.add(x(g, 2, 3), y(g, 4)), "float32[2, 3]", "float32[4]"),
        misfit("Sub", g -> g.subtract(x(g, 2, 3), y(g, 3, 3)), "float32[2, 3]", "float32[3, 3]"),
        misfit("Mul", g -> g.multiply(x(g, B, T), y(g, B)), "float32[B, T]", "float32[B]"),
        misfit("Div", g -> g.divide(x(g, B, P), y(g, B, T)), "float32[B, P]", "float32[B, T]"),
        misfit("Add", g -> g.add(x(g, P.plus(T)), y(g, P)), "float32[P+T]", "float32[P]"));
  }

  static Stream<Misfit> shapesOfProducts() {
    return Stream.of(
        misfit("FusedMatMul", g -> g.matMul(x(g, 2, 3), y(g, 4, 5)), "[2, 3]", "[4, 5]"),
        misfit("FusedMatMul", g -> g.matMul(x(g, 3), y(g, 3, 5)), "[3]", "[3, 5]"),
        misfit("FusedMatMul", g -> g.matMul(x(g, 2, 3), y(g, 3)), "[2, 3]", "[3]"),
        misfit("FusedMatMul", g -> g.matMulTransposed(x(g, 2, 3), y(g, 3)), "[2, 3]", "[3]"),
        misfit("FusedMatMul", g -> g.matMulTransposed(x(g, 2, 3), y(g, 3, 2)), "[2, 3]", "[3, 2]"),
        misfit(
            "FusedMatMul",
            g -> g.matMul(x(g, 2, 4, 3), y(g, 5, 3, 4)),
            "float32[2, 4, 3]",
            "float32[5, 3, 4]"));
  }

  static Stream<Misfit> shapesOfMoves() {
    return Stream.of(
        misfit("Gather", g -> g.gather(scalar(g), ids(g, 2)), "float32[]", "int64[2]"),
        misfit("GatherElements", g -> g.gatherElements(x(g, 2, 3), ids(g, 2)), "[2, 3]", "[2]"),
        misfit(
            "GatherElements", g -> g.gatherElements(x(g, 4, 3), ids(g, 2, 1)), "[4, 3]", "[2, 1]"),
        misfit("GatherElements", g -> g.gatherElements(scalar(g), ids(g)), "float32[]", "int64[]"),
        misfit("Reshape", g -> g.reshape(x(g, 2, 3), Shape.of(4, 2)), "[2, 3]", "[4, 2]"),
        misfit("Reshape", g -> g.reshape(x(g, B, T), Shape.of(T, B)), "[T, B]"),
        misfit("Transpose", g -> g.transpose(x(g, 2, 3), 0, 1, 2), "[2, 3]", "[0, 1, 2]"),
        misfit("Transpose", g -> g.transpose(x(g, 2, 3), 1, 1), "[2, 3]", "[1, 1]"),
        misfit("Transpose", g -> g.transpose(x(g, 2, 3), 0, 2), "[2, 3]", "[0, 2]"),
        misfit("Transpose", g -> g.transpose(x(g, 2, 3), -1, 0), "[2, 3]", "[-1, 0]"),
        misfit("Unsqueeze", g -> g.insertAxis(x(g, 2, 3), 3), "[2, 3]", "3"),
        misfit("Unsqueeze", g -> g.insertAxis(x(g, 2, 3), -1), "[2, 3]", "-1"),
        misfit("Concat", g -> g.concat(0, x(g, 2, 3), y(g, 2, 4)), "[2, 3]", "[2, 4]"),
        misfit("Concat", g -> g.concat(0, x(g, 2, 3), y(g, 2)), "[2, 3]", "[2]"),
        misfit("Concat", g -> g.concat(2, x(g, 2, 3), y(g, 2, 3)), "[2, 3]", "2"));
  }

  private static Value gain(GraphBuilder g, long size) {
    return g.input("gain", ElementType.FLOAT32, Shape.of(size));
  }

  static Stream<Misfit> shapesOfRows() {
    return Stream.of(
        misfit("Softmax", g -> g.softmax(scalar(g)), "float32[]"),
        misfit("ReduceLogSumExp", g -> g.logSumExp(scalar(g)), "float32[]"),
        misfit(
            "SimplifiedLayerNormalization",
            g -> g.rmsNorm(x(g, 2, 8), y(g, 4), 1e-5),
            "float32[2, 8]",
            "float32[4]"),
        misfit(
            "SimplifiedLayerNormalization", g -> g.rmsNorm(scalar(g), y(g, 1), 1e-5), "float32[]"),
        misfit(
            "SkipSimplifiedLayerNormalization",
            g -> g.rmsNormOfSum(x(g, 2, 8), y(g, 1, 8), gain(g, 8), 1e-5),
            "[2, 8]",
            "[1, 8]"),
        misfit(
            "SkipSimplifiedLayerNormalization",
            g -> g.rmsNormOfSum(x(g, 8), y(g, 8), gain(g, 8), 1e-5),
            "[8]"),
        misfit(
            "SkipSimplifiedLayerNormalization",
            g -> g.rmsNormOfSum(x(g, 2, 8), y(g, 2, 8), gain(g, 4), 1e-5),
            "[4]"),
        misfit("Split", g -> g.split(x(g, 2, 8), List.of(Dim.of(3), Dim.of(4))).get(0), "[3, 4]"),
        misfit("RotaryEmbedding", g -> rotary(g, 17, 2, 8, 8), "17", "8"),
        misfit("RotaryEmbedding", g -> rotary(g, 16, 2, 8, 7), "[2, 2, 5, 16]"),
        misfit("RotaryEmbedding", g -> rotary(g, 16, 3, 8, 8), "[2, 2, 5, 16]", "int64[3, 5]"));
  }

  static Stream<Misfit> shapesOfGradients() {
    return Stream.of(
        misfit("Expand", g -> g.expandLike(x(g, 2, 3), y(g, 2, 4)), "[2, 3]", "[2, 4]"),
        misfit("Expand", g -> g.expandLike(x(g, 1, 1, 3), y(g, 2, 3)), "[1, 1, 3]", "[2, 3]"),
        misfit("Expand", g -> g.expandLike(x(g, B, T), y(g, B, P)), "[B, T]", "[B, P]"),
        misfit("ReduceSum", g -> g.sum(x(g, 2, 3), 2), "[2, 3]", "[2]"),
        misfit("ReduceMean", g -> g.mean(x(g, 2, 3), 0, -3), "[2, 3]", "[0, -3]"),
        misfit("ReduceSum", g -> g.sum(scalar(g), 0), "float32[]"),
        misfit("SimplifiedLayerNormalization", g -> g.rmsNormalized(scalar(g), 1), "float32[]"),
        misfit("FusedMatMul", g -> product(g, x(g, 3, 2), y(g, 4, 3)), "[3, 2]", "[4, 3]"),
        misfit("Reshape", g -> g.reshapeLike(x(g, 2, 3), y(g, 4, 2)), "[2, 3]", "[4, 2]"),
        misfit("Slice", g -> parts(g, 1, Dim.of(4)), "[B, 4]", "[B, P]", "[B, T]"),
        misfit("Slice", g -> parts(g, 0, P.plus(T)), "axis 0", "[B, P]", "[B, T]"),
        misfit(
            "ScatterElements",
            g -> g.scatterAdd(0, x(g, 4, 3), ids(g, 2, 2), y(g, 2, 2)),
            "axis 0",
            "[4, 3]",
            "[2, 2]"),
        misfit(
            "ScatterElements",
            g -> g.scatterAdd(-1, x(g, 4, 3), ids(g, 4, 1), y(g, 4, 2)),
            "int64[4, 1]",
            "[4, 2]"),
        misfit(
            "ScatterElements",
            g -> g.scatterAdd(2, x(g, 4, 3), ids(g, 4, 3), y(g, 4, 3)),
            "axis 2"));
  }

  private static Value product(GraphBuilder g, Value a, Value b) {
    return g.product(new MatrixProduct(MatrixProduct.transposed(a), MatrixProduct.plain(b), 1));
  }

  private static Value parts(GraphBuilder g, int axis, Dim together) {
    Value past = x(g, B, P);
    Value both = g.input("both", ElementType.FLOAT32, Shape.of(B, together));
    return g.firstPart(axis, both, past, y(g, B, T));
  }

  private static Value rotary(GraphBuilder g, long width, long rows, long cosines, long sines) {
    return g.rotary(
        new RotaryEmbedding(
            x(g, 2, 2, 5, width),
            ids(g, rows, 5),
            y(g, 9, cosines),
            g.input("sines", ElementType.FLOAT32, Shape.of(9, sines))));
  }

  @ParameterizedTest
  @MethodSource({
    "shapesOfArithmetic",
    "shapesOfProducts",
    "shapesOfMoves",
    "shapesOfRows",
    "shapesOfGradients",
    "typesThatDiffer"
  })
  void node_inputsDoNotFit_isRefusedWithOperatorShapesAndLine(Misfit misfit) {
    GraphBuilder g = new GraphBuilder("test");
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> misfit.attempt().apply(g));
    assertTrue(e.getMessage().startsWith(misfit.operator() + ": expected "), e.getMessage());
    misfit.mentions().forEach(text -> assertTrue(e.getMessage().contains(text), e.getMessage()));
    String line = "\\(added at GraphBuilderMismatchTest\\.java:\\d+\\)$";
    assertTrue(e.getMessage().matches(".*" + line), e.getMessage());
  }

  static Stream<Misfit> typesThatDiffer() {
    return Stream.of(
        misfit("Add", g -> g.add(x(g, 2), ids(g, 2)), "float32[2]", "int64[2]"),
        misfit("FusedMatMul", g -> g.matMul(x(g, 2, 2), ids(g, 2, 2)), "float32", "int64"),
        misfit("Concat", g -> g.concat(0, x(g, 2), ids(g, 2)), "float32[2]", "int64[2]"),
        misfit("Gather", g -> g.gather(x(g, 2), y(g, 2)), "x float32[2]", "y float32[2]"),
        misfit("GatherElements", g -> g.gatherElements(x(g, 2), y(g, 2)), "y float32[2]"));
  }

  @Test
  void node_inputsDoNotFit_namesTheLineThatCalled() {
    GraphBuilder g = new GraphBuilder("test");
    Value a = x(g, 2, 3);
    Value b = y(g, 4);
    int line = new Throwable().getStackTrace()[0].getLineNumber() + 1;
    ShapeMismatchException e = assertThrows(ShapeMismatchException.class, () -> g.add(a, b));
    assertEquals(
        "Add: expected shapes that broadcast, found x float32[2, 3] and y float32[4]"
            + (" (added at GraphBuilderMismatchTest.java:" + line + ")"),
        e.getMessage());
  }

  /** A change to one input of attention that makes it unfit. */
  private enum Misfitting {
    NOTHING,
    JOINED,
    QUERY,
    KEY,
    VALUE,
    PAST_VALUES,
    BIAS_LENGTH,
    BIAS_ROWS,
    POSITIONS,
    ANGLES,
    LENGTHS
  }

  private static List<Value> projected(GraphBuilder g, Misfitting change) {
    Function<Misfitting, Dim> more = which -> Dim.of(which == change ? 1 : 0);
    ElementType f = ElementType.FLOAT32;
    return change == Misfitting.JOINED
        ? List.of(g.input("qkv", f, Shape.of(B, T, Dim.of(127))))
        : List.of(
            g.input("q", f, Shape.of(B, T, Dim.of(64).plus(more.apply(Misfitting.QUERY)))),
            g.input("k", f, Shape.of(B, T, Dim.of(32).plus(more.apply(Misfitting.KEY)))),
            g.input("v", f, Shape.of(B, T, Dim.of(32).plus(more.apply(Misfitting.VALUE)))));
  }

  private static GroupQueryAttention attention(GraphBuilder g, Misfitting change) {
    Function<Misfitting, Long> more = which -> which == change ? 1L : 0L;
    Dim total = P.plus(T).plus(Dim.of(more.apply(Misfitting.BIAS_LENGTH)));
    Dim rows = B.plus(Dim.of(more.apply(Misfitting.BIAS_ROWS)));
    Dim valueHeads = Dim.of(2 + more.apply(Misfitting.PAST_VALUES));
    Dim angles = Dim.of(8 + more.apply(Misfitting.ANGLES));
    ElementType f = ElementType.FLOAT32;
    Dim n = Dim.symbol("positions");
    return new GroupQueryAttention(
        new Heads(4, 2),
        projected(g, change),
        new Pair(
            g.input("pk", f, Shape.of(B, Dim.of(2), P, Dim.of(16))),
            g.input("pv", f, Shape.of(B, valueHeads, P, Dim.of(16)))),
        new Pair(
            g.input(
                "rows",
                ElementType.INT32,
                change == Misfitting.LENGTHS ? Shape.of(T) : Shape.of(B)),
            g.input("total", ElementType.INT32, Shape.of(1))),
        new Pair(g.input("cos", f, Shape.of(n, angles)), g.input("sin", f, Shape.of(n, angles))),
        g.input(
            "positions",
            ElementType.INT64,
            change == Misfitting.POSITIONS ? Shape.of(T, B) : Shape.of(B, T)),
        g.input("bias", f, Shape.of(rows, Dim.of(1), T, total)));
  }

  @Test
  void attention_allFits_givesOutputAndLongerCaches() {
    GraphBuilder g = new GraphBuilder("test");
    GroupQueryAttention.Result result = g.attention(attention(g, Misfitting.NOTHING));
    assertEquals(Shape.of(B, T, Dim.of(64)), result.output().shape());
    Shape present = Shape.of(B, Dim.of(2), P.plus(T), Dim.of(16));
    assertEquals(present, result.present().first().shape());
    assertEquals(present, result.present().second().shape());
  }

  @ParameterizedTest
  @MethodSource("misfittings")
  void attention_oneInputDoesNotFit_isRefused(Misfitting change) {
    GraphBuilder g = new GraphBuilder("test");
    GroupQueryAttention attention = attention(g, change);
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> g.attention(attention));
    assertTrue(e.getMessage().startsWith("GroupQueryAttention: expected "), e.getMessage());
    assertTrue(e.getMessage().contains("GraphBuilderMismatchTest.java:"), e.getMessage());
  }

  static Stream<Misfitting> misfittings() {
    return Stream.of(Misfitting.values()).filter(change -> change != Misfitting.NOTHING);
  }
}
