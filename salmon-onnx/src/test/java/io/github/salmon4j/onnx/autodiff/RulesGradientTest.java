package io.github.salmon4j.onnx.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import io.github.salmon4j.onnx.autodiff.NumericModel.Precision;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.MatrixProduct;
import io.github.salmon4j.onnx.graph.MatrixProduct.Orientation;
import io.github.salmon4j.onnx.graph.MatrixProduct.Side;
import io.github.salmon4j.onnx.graph.Operator;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every operator against differences, in double; then in float32. */
class RulesGradientTest {

  /** The worst case measures 6e-11; what a wrong formula leaves is of order 1. */
  private static final double TOLERANCE = 1e-9;

  private static final double FLOAT32_TOLERANCE = 2e-6;

  private static final Dim B = Dim.symbol("B");
  private static final Dim T = Dim.symbol("T");
  private static final Dim P = Dim.symbol("P");
  private static final Dim G = Dim.symbol("G");

  /** One computation of some inputs. */
  private interface Computation {
    Value of(GraphBuilder g, Value... x);
  }

  /** An input: how it is declared, and how large it is in fact. */
  private record Input(Shape declared, List<Long> sizes) {
    int count() {
      return (int) sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }
  }

  private record Case(String name, Computation computation, List<Input> inputs) {
    @Override
    public String toString() {
      return name + inputs.stream().map(Input::declared).toList();
    }
  }

  private static Input in(long... sizes) {
    return in(Shape.of(sizes), sizes);
  }

  private static Input in(Shape declared, long... sizes) {
    List<Long> list = new ArrayList<>();
    for (long size : sizes) {
      list.add(size);
    }
    return new Input(declared, list);
  }

  private static Case of(String name, Computation computation, Input... inputs) {
    return new Case(name, computation, List.of(inputs));
  }

  private static Value ids(GraphBuilder g, Shape shape, long... content) {
    return g.constant("ids", shape, content);
  }

  static Stream<Case> arithmetic() {
    Shape[][] symbolic = {{Shape.of(B, T), Shape.of(T)}, {Shape.of(B, T), Shape.of(B, Dim.of(1))}};
    Computation[] all = {
      (g, x) -> g.add(x[0], x[1]),
      (g, x) -> g.subtract(x[0], x[1]),
      (g, x) -> g.multiply(x[0], x[1]),
      (g, x) -> g.divide(x[0], x[1])
    };
    String[] names = {"add", "subtract", "multiply", "divide"};
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      cases.add(of(names[i], all[i], in(2, 3), in(2, 3)));
      cases.add(of(names[i], all[i], in(2, 3), in(3)));
      cases.add(of(names[i], all[i], in(3), in(2, 3)));
      cases.add(of(names[i], all[i], in(4, 1, 3), in(2, 1)));
      cases.add(of(names[i], all[i], in(2, 3), in()));
      cases.add(of(names[i], all[i], in(1), in(2, 1, 2)));
      cases.add(of(names[i], all[i], in(1, 1), in(1, 1)));
      cases.add(of(names[i], all[i], in(symbolic[0][0], 2, 3), in(symbolic[0][1], 3)));
      cases.add(of(names[i], all[i], in(symbolic[1][0], 2, 3), in(symbolic[1][1], 2, 1)));
    }
    return cases.stream();
  }

  static Stream<Case> pointwise() {
    return Stream.of(
        of("sigmoid", (g, x) -> g.sigmoid(x[0]), in(2, 3)),
        of("sigmoid", (g, x) -> g.sigmoid(x[0]), in(Shape.of(B, T), 2, 3)),
        of("silu", (g, x) -> g.silu(x[0]), in(2, 3)),
        of("silu", (g, x) -> g.silu(x[0]), in()),
        of("softmax", (g, x) -> g.softmax(x[0]), in(2, 3, 4)),
        of("softmax", (g, x) -> g.softmax(x[0]), in(2, 1)),
        of("softmax", (g, x) -> g.softmax(x[0]), in(Shape.of(B, T), 2, 5)),
        of("logSumExp", (g, x) -> g.logSumExp(x[0]), in(2, 3, 4)),
        of("logSumExp", (g, x) -> g.logSumExp(x[0]), in(3, 1)),
        of("logSumExp", (g, x) -> g.logSumExp(x[0]), in(Shape.of(B, T), 2, 5)),
        of("rmsNorm", (g, x) -> g.rmsNorm(x[0], x[1], 1e-5), in(4), in(4)),
        of("rmsNorm", (g, x) -> g.rmsNorm(x[0], x[1], 0.3), in(2, 3, 4), in(4)),
        of("rmsNorm", (g, x) -> g.rmsNorm(x[0], x[1], 0.3), in(2, 1), in(1)),
        of(
            "rmsNorm",
            (g, x) -> g.rmsNorm(x[0], x[1], 1e-6),
            in(Shape.of(B, Dim.of(3)), 2, 3),
            in(3)));
  }

  /** All four orientations of every way to broadcast. */
  static Stream<Case> products() {
    long[][][] sizes = {
      {{3, 4}, {4, 2}},
      {{5, 3, 4}, {4, 2}},
      {{1, 3, 4}, {4, 2}},
      {{5, 2, 3, 4}, {4, 2}},
      {{3, 4}, {5, 4, 2}},
      {{2, 5, 3, 4}, {2, 5, 4, 2}},
      {{2, 3, 1, 4}, {2, 1, 4, 5}},
      {{2, 2, 3, 2, 4}, {2, 2, 1, 4, 3}},
      {{2, 2, 1, 2, 4}, {2, 2, 1, 4, 3}},
      {{1, 3, 4}, {2, 1, 4, 2}},
      {{2, 1, 3, 4}, {1, 3, 4, 2}},
      {{1, 1}, {1, 1}}
    };
    List<Case> cases = new ArrayList<>();
    for (long[][] pair : sizes) {
      for (Orientation left : Orientation.values()) {
        for (Orientation right : Orientation.values()) {
          cases.add(
              of(
                  "product " + left + " " + right,
                  (g, x) ->
                      g.product(
                          new MatrixProduct(new Side(x[0], left), new Side(x[1], right), 0.75)),
                  in(oriented(left, pair[0])),
                  in(oriented(right, pair[1]))));
        }
      }
    }
    Shape tokens = Shape.of(B, T, Dim.of(4));
    Shape queries = Shape.of(B, Dim.of(2), G, T, Dim.of(4));
    Shape keys = Shape.of(B, Dim.of(2), Dim.of(1), P.plus(T), Dim.of(4));
    cases.add(
        of("linear", (g, x) -> g.matMulTransposed(x[0], x[1]), in(tokens, 2, 3, 4), in(5, 4)));
    cases.add(
        of(
            "scores",
            (g, x) -> g.matMulTransposed(x[0], x[1], 0.5),
            in(queries, 2, 2, 3, 3, 4),
            in(keys, 2, 2, 1, 5, 4)));
    return cases.stream();
  }

  private static long[] oriented(Orientation orientation, long... sizes) {
    long[] result = sizes.clone();
    if (orientation == Orientation.TRANSPOSED) {
      result[sizes.length - 1] = sizes[sizes.length - 2];
      result[sizes.length - 2] = sizes[sizes.length - 1];
    }
    return result;
  }

  static Stream<Case> moves() {
    Shape btc = Shape.of(B, T, Dim.of(4));
    return Stream.of(
        of("gather", (g, x) -> g.gather(x[0], ids(g, Shape.of(5), 3, 0, 0, 3, 1)), in(4, 3)),
        of("gather", (g, x) -> g.gather(x[0], ids(g, Shape.of(2, 2), 1, 1, 0, 1)), in(2)),
        of("gather", (g, x) -> g.gather(x[0], ids(g, Shape.of(2, 2), 2, 1, 0, 1)), in(3, 2, 1, 2)),
        of("gather", (g, x) -> g.gather(x[0], ids(g, Shape.of(new long[0]), 2)), in(3, 2)),
        of("gather", (g, x) -> g.gather(x[0], ids(g, Shape.of(2), 2, -1)), in(3, 2)),
        of(
            "rows",
            (g, x) ->
                g.gather(
                    g.reshape(x[0], Shape.of(B.times(T), Dim.of(4))), ids(g, Shape.of(3), 4, 1, 4)),
            in(btc, 2, 3, 4)),
        of(
            "gatherElements",
            (g, x) -> g.gatherElements(x[0], ids(g, Shape.of(2, 3), 4, 0, 4, 1, 1, 1)),
            in(2, 5)),
        of(
            "gatherElements",
            (g, x) -> g.gatherElements(x[0], ids(g, Shape.of(1, 2, 1), 0, 0)),
            in(1, 2, 1)),
        of("reshape", (g, x) -> g.reshape(x[0], Shape.of(6, 2)), in(3, 4)),
        of(
            "reshape",
            (g, x) -> g.reshape(x[0], Shape.of(B, T, Dim.of(2), Dim.of(2))),
            in(btc, 2, 3, 4)),
        of("reshape", (g, x) -> g.reshape(x[0], Shape.of(B.times(T), Dim.of(4))), in(btc, 2, 3, 4)),
        of("transpose", (g, x) -> g.transpose(x[0], 1, 2, 0), in(2, 3, 4)),
        of("transpose", (g, x) -> g.transpose(x[0], 0, 2, 1), in(btc, 2, 3, 4)),
        of("insertAxis", (g, x) -> g.insertAxis(x[0], 1), in(2, 3)),
        of("insertAxis", (g, x) -> g.insertAxis(x[0], 3), in(btc, 2, 3, 4)),
        of("concat", (g, x) -> g.concat(1, x[0], x[1]), in(2, 1, 3), in(2, 4, 3)),
        of(
            "concat",
            (g, x) -> g.concat(1, x[0], x[1]),
            in(Shape.of(B, P, Dim.of(2)), 2, 3, 2),
            in(Shape.of(B, T, Dim.of(2)), 2, 1, 2)),
        of("rotary", RulesGradientTest::rotary, in(2, 3, 4, 6)),
        of("rotary", RulesGradientTest::rotary, in(2, 1, 4, 2)));
  }

  private static Value rotary(GraphBuilder g, Value... x) {
    int half = (int) x[0].shape().dim(3).size() / 2;
    float[] cosines = new float[9 * half];
    float[] sines = new float[9 * half];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = (float) Math.cos(i * 0.37);
      sines[i] = (float) Math.sin(i * 0.37);
    }
    return g.rotary(
        new RotaryEmbedding(
            x[0],
            g.constant("positions", Shape.of(2, 4), 0, 5, 2, 8, 7, 7, 1, 3),
            g.constant("cosines", Shape.of(9, half), cosines),
            g.constant("sines", Shape.of(9, half), sines)));
  }

  /** Values that several nodes read, several times by one node, and by index besides. */
  static Stream<Case> compositions() {
    return Stream.of(
        of("square", (g, x) -> g.multiply(x[0], x[0]), in(2, 3)),
        of("twice", (g, x) -> g.subtract(g.add(x[0], x[0]), x[0]), in(2, 3)),
        of("gram", (g, x) -> g.matMulTransposed(x[0], x[0]), in(2, 3)),
        of(
            "diamond",
            (g, x) -> {
              Value s = g.sigmoid(x[0]);
              return g.add(g.multiply(s, x[0]), g.softmax(g.subtract(s, x[1])));
            },
            in(2, 3),
            in(3)),
        of("gated", (g, x) -> g.multiply(g.silu(x[0]), x[1]), in(2, 3), in(2, 3)),
        of("logProbs", RulesGradientTest::logProbs, in(3, 5), in(1)),
        of(
            "rows read twice",
            (g, x) -> {
              Value which = g.constant("which", Shape.of(3), 2, 0, 2);
              return g.multiply(g.gather(x[0], which), g.gather(g.sigmoid(x[0]), which));
            },
            in(3, 2)),
        of(
            "tied",
            (g, x) -> {
              Value rows = g.gather(x[0], g.constant("which", Shape.of(3), 2, 0, 2));
              return g.matMulTransposed(rows, x[0]);
            },
            in(4, 3)));
  }

  private static Value logProbs(GraphBuilder g, Value... x) {
    Value logits = g.divide(x[0], x[1]);
    Value targets = g.constant("targets", Shape.of(3, 1), 4, 0, 4);
    return g.subtract(g.gatherElements(logits, targets), g.logSumExp(logits));
  }

  /** A case as a graph with outputs y and, for each input, the gradient of sum(seed y). */
  private static Graph graphOf(Case test) {
    GraphBuilder g = new GraphBuilder(test.name());
    List<Value> x = new ArrayList<>();
    for (Input input : test.inputs()) {
      x.add(g.input("x" + x.size(), ElementType.FLOAT32, input.declared()));
    }
    Value y = test.computation().of(g, x.toArray(new Value[0]));
    Value seed = g.input("seed", y.elementType(), y.shape());
    g.output("y", y);
    Map<Value, Value> gradients = ReverseMode.gradients(g, Map.of(y, seed), x);
    for (Value input : x) {
      Value gradient = gradients.get(input);
      assertEquals(input.shape(), gradient.shape());
      // An output is made by a node; a gradient may be the seed itself.
      g.output("d" + input.name(), g.negate(g.negate(gradient)));
    }
    return g.build();
  }

  private static double[] random(long seed, int count) {
    Random random = new Random(seed);
    return random
        .doubles(count, 0.5, 2)
        .map(x -> (float) (random.nextBoolean() ? x : -x))
        .toArray();
  }

  private static Map<String, Feed> feeds(Case test) {
    Map<String, Feed> feeds = new LinkedHashMap<>();
    for (int i = 0; i < test.inputs().size(); i++) {
      Input input = test.inputs().get(i);
      long[] sizes = input.sizes().stream().mapToLong(Long::longValue).toArray();
      feeds.put("x" + i, new Feed(random(i + 1, input.count()), sizes));
    }
    return feeds;
  }

  @ParameterizedTest
  @MethodSource({"arithmetic", "pointwise", "products", "moves", "compositions"})
  void gradients_everyOperator_equalDifferencesInDouble(Case test) {
    Graph graph = graphOf(test);
    Map<String, Feed> feeds = feeds(test);
    try (NumericModel model = NumericModel.float64(graph)) {
      feeds.put("seed", seedOf(test));
      Map<String, double[]> result = model.run(feeds);
      double[] seed = feeds.get("seed").elements();
      for (int i = 0; i < test.inputs().size(); i++) {
        double[] gradient = result.get("dx" + i);
        double[] expected = new double[test.inputs().get(i).count()];
        assertEquals(expected.length, gradient.length);
        for (int k = 0; k < expected.length; k++) {
          expected[k] =
              FiniteDifferences.derivative(
                  model, feeds, y -> FiniteDifferences.dot(y.get("y"), seed), "x" + i, k);
        }
        assertClose(test + " input " + i, expected, gradient, TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"arithmetic", "pointwise", "products", "moves", "compositions"})
  void gradients_everyOperatorInFloat32_equalDouble(Case test) {
    Graph graph = graphOf(test);
    Map<String, Feed> feeds = feeds(test);
    feeds.put("seed", seedOf(test));
    Map<String, double[]> expected;
    try (NumericModel model = NumericModel.float64(graph)) {
      expected = model.run(feeds);
    }
    for (OptLevel level : List.of(OptLevel.NO_OPT, OptLevel.EXTENDED_OPT, OptLevel.ALL_OPT)) {
      try (NumericModel model = NumericModel.open(graph, Precision.FLOAT32, level)) {
        Map<String, double[]> found = model.run(feeds);
        expected.forEach(
            (name, values) ->
                assertClose(
                    test + " " + name + " " + level, values, found.get(name), FLOAT32_TOLERANCE));
      }
    }
  }

  /** Runs the forward pass alone, to know how large y is. */
  private static Feed seedOf(Case test) {
    GraphBuilder g = new GraphBuilder(test.name());
    List<Value> x = new ArrayList<>();
    for (Input input : test.inputs()) {
      x.add(g.input("x" + x.size(), ElementType.FLOAT32, input.declared()));
    }
    Value y = test.computation().of(g, x.toArray(new Value[0]));
    g.output("y", y);
    Graph graph = g.build();
    try (NumericModel model = NumericModel.float64(graph)) {
      return model.feedOfSizeOf("y", feeds(test), size -> random(100, size));
    }
  }

  private static void assertClose(
      String what, double[] expected, double[] found, double tolerance) {
    double size = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      size = Math.max(size, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs(expected[i] - found[i]));
    }
    double scale = Math.max(size, 1e-2);
    assertTrue(worst <= tolerance * scale, what + ": off by " + worst + " of " + size);
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void rules_everyOperator_hasOneOrIsForwardOnly(Operator operator) {
    boolean has = Rules.of(operator) != null;
    assertEquals(!Rules.WITHOUT_GRADIENT.contains(operator), has, operator.onnxName());
  }
}
