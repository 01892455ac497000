package io.github.salmon4j.onnx.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.onnx.autodiff.NumericModel.Feed;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.GroupQueryAttention;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Heads;
import io.github.salmon4j.onnx.graph.GroupQueryAttention.Pair;
import io.github.salmon4j.onnx.graph.Node;
import io.github.salmon4j.onnx.graph.Operator;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The walk itself: what it adds, what it leaves out, what it refuses. */
class ReverseModeTest {

  private final GraphBuilder g = new GraphBuilder("test");

  private Value input(String name, long... sizes) {
    return g.input(name, ElementType.FLOAT32, Shape.of(sizes));
  }

  private List<Operator> added(int before) {
    return g.nodes().stream().skip(before).map(Node::operator).toList();
  }

  private Value gradient(Value y, Value dy, Value x) {
    return ReverseMode.gradients(g, Map.of(y, dy), List.of(x)).get(x);
  }

  @Test
  void gradients_sum_isTheSeedItself() {
    Value a = input("a", 2);
    Value dy = input("dy", 2);
    assertSame(dy, gradient(g.add(a, input("b", 2)), dy, a));
    assertEquals(1, g.nodes().size());
  }

  @Test
  void gradients_seededValue_isItsSeedAndWhatComesBack() {
    Value a = input("a", 2);
    Value y = g.multiply(a, a);
    Value z = g.negate(y); // after y, but no seed reaches it
    Value dy = input("dy", 2);
    assertSame(dy, gradient(y, dy, y));
    assertEquals(List.of(), added(2));
    assertEquals(Operator.NEG, g.nodes().get(1).operator());
    assertEquals(y.shape(), z.shape());
  }

  @Test
  void gradients_oneOfTwoInputs_addsNoNodeForTheOther() {
    Value x = input("x", 4, 3);
    Value w = input("w", 5, 3);
    Value y = g.softmax(g.matMulTransposed(g.silu(x), w));
    int before = g.nodes().size();
    gradient(y, input("dy", 4, 5), w);
    assertEquals(
        List.of(
            Operator.MUL, Operator.REDUCE_SUM, Operator.SUB, Operator.MUL, Operator.FUSED_MAT_MUL),
        added(before));
  }

  @Test
  void gradients_gainNotWanted_isNotComputed() {
    Value x = input("x", 4, 3);
    Value gain = input("gain", 3);
    Value y = g.rmsNorm(x, gain, 1e-5);
    int before = g.nodes().size();
    gradient(y, input("dy", 4, 3), x);
    assertTrue(added(before).stream().noneMatch(Operator.REDUCE_SUM::equals));
    int between = g.nodes().size();
    gradient(y, input("dy2", 4, 3), gain);
    assertEquals(
        List.of(Operator.RMS_NORM, Operator.MUL, Operator.REDUCE_SUM, Operator.RESHAPE),
        added(between));
  }

  @Test
  void gradients_logProbs_areSoftmaxLessOneAtTheTargetWithoutOneHot() {
    Value logits = input("logits", 3, 5);
    Value targets = g.constant("targets", Shape.of(3, 1), 4L, 0L, 4L);
    Value y = g.subtract(g.gatherElements(logits, targets), g.logSumExp(logits));
    int before = g.nodes().size();
    gradient(y, input("dy", 3, 1), logits);
    assertEquals(
        List.of(Operator.NEG, Operator.SOFTMAX, Operator.MUL, Operator.SCATTER_ELEMENTS),
        added(before));
  }

  @Test
  void gradients_weightUnderManyTokens_isOneProductOverAllOfThem() {
    Dim b = Dim.symbol("B");
    Dim t = Dim.symbol("T");
    Value x = g.input("x", ElementType.FLOAT32, Shape.of(b, t, Dim.of(3)));
    Value w = input("w", 5, 3);
    Value y = g.matMulTransposed(x, w);
    int before = g.nodes().size();
    gradient(y, g.input("dy", ElementType.FLOAT32, y.shape()), w);
    assertEquals(
        List.of(Operator.RESHAPE, Operator.RESHAPE, Operator.FUSED_MAT_MUL, Operator.RESHAPE),
        added(before));
  }

  @Test
  void gradients_siluNode_equalThoseOfSigmoidTimesItsInput() {
    Value x = input("x", 3);
    Value dy = input("dy", 3);
    Value fused = gradient(g.silu(x), dy, x);
    Value plain = gradient(g.multiply(x, g.sigmoid(x)), dy, x);
    g.output("fused", fused);
    g.output("plain", plain);
    Feed feed = new Feed(new double[] {-3, 0.25, 12}, 3);
    try (NumericModel model = NumericModel.float64(g.build())) {
      Map<String, double[]> found = model.run(Map.of("x", feed, "dy", feed));
      double distance = FiniteDifferences.relativeDistance(found.get("fused"), found.get("plain"));
      assertTrue(distance < 1e-15, () -> "distance " + distance);
    }
  }

  @Test
  void gradients_severalSeeds_addUp() {
    Value x = input("x", 2);
    Value squares = g.multiply(x, x);
    Value cubes = g.multiply(squares, x);
    Map<Value, Value> seeds = new LinkedHashMap<>();
    seeds.put(squares, input("ds", 2));
    seeds.put(cubes, input("dc", 2));
    Map<Value, Value> found = ReverseMode.gradients(g, seeds, List.of(squares, x));
    assertEquals(List.of(squares, x), List.copyOf(found.keySet()));
    g.output("dx", found.get(x));
    g.output("dsquares", found.get(squares));
    try (NumericModel model = NumericModel.float64(g.build())) {
      Map<String, double[]> result =
          model.run(
              Map.of(
                  "x", new Feed(new double[] {3, -0.5}, 2),
                  "ds", new Feed(new double[] {1, 2}, 2),
                  "dc", new Feed(new double[] {10, 20}, 2)));
      // ds + dc x, and 2 x ds + 3 x² dc
      assertEquals(
          List.of(31.0, -8.0), List.of(result.get("dsquares")[0], result.get("dsquares")[1]));
      assertEquals(List.of(276.0, 13.0), List.of(result.get("dx")[0], result.get("dx")[1]));
    }
  }

  @Test
  void gradients_pickedValueWantedToo_countsWhatWasPickedOnce() {
    Value x = input("x", 2);
    Value y = g.multiply(x, x);
    Value picked = g.gatherElements(y, g.constant("picks", Shape.of(3), 1L, 1L, 0L));
    Value dy = input("dy", 3);
    Map<Value, Value> found = ReverseMode.gradients(g, Map.of(picked, dy), List.of(x, y));
    g.output("dx", found.get(x));
    g.output("dy", found.get(y));
    try (NumericModel model = NumericModel.float64(g.build())) {
      Map<String, double[]> result =
          model.run(
              Map.of(
                  "x", new Feed(new double[] {3, -2}, 2),
                  "dy", new Feed(new double[] {1, 10, 100}, 3)));
      assertEquals(List.of(100.0, 11.0), List.of(result.get("dy")[0], result.get("dy")[1]));
      assertEquals(List.of(600.0, -44.0), List.of(result.get("dx")[0], result.get("dx")[1]));
    }
  }

  private static String refusal(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run).getMessage();
  }

  @Test
  void gradients_noPath_namesTheWantedValue() {
    Value a = input("a", 2);
    Value b = input("b", 2);
    Value y = g.sigmoid(a);
    Value dy = input("dy", 2);
    assertEquals(
        "gradient of b float32[2]: expected a path to one of [Sigmoid_0 float32[2]], found none",
        refusal(() -> gradient(y, dy, b)));
  }

  @Test
  void gradients_indices_haveNone() {
    Value table = input("table", 4, 3);
    Value ids = g.input("ids", ElementType.INT64, Shape.of(2));
    Value y = g.gather(table, ids);
    Value dy = input("dy", 2, 3);
    assertTrue(refusal(() -> gradient(y, dy, ids)).startsWith("gradient of ids int64[2]: "));
  }

  @Test
  void gradients_seedOfAnotherShape_isRefused() {
    Value a = input("a", 2, 3);
    Value y = g.sigmoid(a);
    Value dy = input("dy", 3);
    assertEquals(
        "seed of Sigmoid_0 float32[2, 3]: expected its type and shape, found dy float32[3]",
        refusal(() -> gradient(y, dy, a)));
  }

  @Test
  void gradients_angles_areRefused() {
    Value x = input("x", 1, 1, 2, 4);
    Value cosines = input("cosines", 9, 2);
    Value positions = g.input("positions", ElementType.INT64, Shape.of(1, 2));
    Value y = g.rotary(new RotaryEmbedding(x, positions, cosines, input("sines", 9, 2)));
    Value dy = input("dy", 1, 1, 2, 4);
    assertEquals(
        "RotaryEmbedding_0: expected gradients of its first 1 inputs only, found cosines"
            + " float32[9, 2] among the wanted",
        refusal(() -> gradient(y, dy, cosines)));
  }

  @Test
  void gradients_fusedAttention_namesOperatorAndNode() {
    Value query = g.sigmoid(input("q", 1, 1, 32));
    Value key = input("k", 1, 1, 16);
    ElementType f = ElementType.FLOAT32;
    Pair past = new Pair(input("pk", 1, 1, 0, 16), input("pv", 1, 1, 0, 16));
    Pair lengths =
        new Pair(
            g.input("rows", ElementType.INT32, Shape.of(1)),
            g.input("total", ElementType.INT32, Shape.of(1)));
    Value y =
        g.attention(
                new GroupQueryAttention(
                    new Heads(2, 1),
                    List.of(query, key, input("v", 1, 1, 16)),
                    past,
                    lengths,
                    new Pair(input("cos", 9, 8), input("sin", 9, 8)),
                    g.input("positions", ElementType.INT64, Shape.of(1, 1)),
                    g.input("bias", f, Shape.of(1, 1, 1, 1))))
            .output();
    Value dy = input("dy", 1, 1, 32);
    assertEquals(
        "GroupQueryAttention_1: expected an operator with a gradient between the seeds and"
            + " [k float32[1, 1, 16]], found GroupQueryAttention",
        refusal(() -> gradient(y, dy, key)));
  }

  @Test
  void gradients_operatorWithoutRuleOffThePath_doesNotMatter() {
    Value a = input("a", 2);
    Value b = g.negate(input("b", 2));
    assertEquals(a.shape(), gradient(g.multiply(a, b), input("dy", 2), a).shape());
  }

  @Test
  void gradients_furtherOutputOfANode_isRefused() {
    Value x = input("x", 4, 3);
    Value scale = g.rmsNormalized(x, 1e-5).scale();
    Value dy = input("dy", 4, 1);
    assertTrue(
        refusal(() -> gradient(scale, dy, x)).startsWith("SimplifiedLayerNormalization_0: "));
  }
}
