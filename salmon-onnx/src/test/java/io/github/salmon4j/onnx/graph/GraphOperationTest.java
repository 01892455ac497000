package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every operation computes in ONNX Runtime, against plain loops. */
class GraphOperationTest {

  /** Elements are below 10 and sums have at most eight terms: float32 keeps more than this. */
  private static final double TOLERANCE = 2e-6;

  private static final Dim B = Dim.symbol("B");
  private static final Dim T = Dim.symbol("T");
  private static final Dim P = Dim.symbol("P");

  private final GraphRun run = new GraphRun();
  private final GraphBuilder g = run.g;

  @AfterEach
  void close() {
    run.close();
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  private static Array plusThree(long seed, long... sizes) {
    return Array.random(seed, sizes).map(x -> (float) (x + 3));
  }

  /** One operation in both worlds. */
  private record Arithmetic(String name, TwoInputs inGraph, DoubleBinaryOperator inJava) {

    interface TwoInputs {
      Value add(GraphBuilder g, Value a, Value b);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Arithmetic> arithmetic() {
    return Stream.of(
        new Arithmetic("add", GraphBuilder::add, (x, y) -> x + y),
        new Arithmetic("subtract", GraphBuilder::subtract, (x, y) -> x - y),
        new Arithmetic("multiply", GraphBuilder::multiply, (x, y) -> x * y),
        new Arithmetic("divide", GraphBuilder::divide, (x, y) -> x / y));
  }

  static Stream<Arguments> broadcasts() {
    return arithmetic()
        .flatMap(
            operation ->
                Stream.of(
                    Arguments.of(operation, sizes(2, 3), sizes(2, 3), sizes(2, 3)),
                    Arguments.of(operation, sizes(2, 3), sizes(3), sizes(2, 3)),
                    Arguments.of(operation, sizes(3), sizes(2, 3), sizes(2, 3)),
                    Arguments.of(operation, sizes(4, 1, 3), sizes(2, 1), sizes(4, 2, 3)),
                    Arguments.of(operation, sizes(2, 3), sizes(), sizes(2, 3)),
                    Arguments.of(operation, sizes(1), sizes(2, 1, 2), sizes(2, 1, 2))));
  }

  @ParameterizedTest
  @MethodSource("broadcasts")
  void arithmetic_broadcast_equalsLoops(
      Arithmetic operation, long[] sizesA, long[] sizesB, long[] sizes) {
    Array a = Array.random(1, sizesA);
    Array b = plusThree(2, sizesB);
    Value result = operation.inGraph().add(g, run.input(a), run.input(b));
    assertEquals(Shape.of(sizes), result.shape());
    run.assertGives(Array.zip(a, b, operation.inJava(), sizes), result, TOLERANCE);
  }

  static Stream<Arguments> products() {
    return Stream.of(
        Arguments.of(sizes(3, 4), sizes(4, 2), sizes(3, 2)),
        Arguments.of(sizes(5, 3, 4), sizes(4, 2), sizes(5, 3, 2)),
        Arguments.of(sizes(3, 4), sizes(5, 4, 2), sizes(5, 3, 2)),
        Arguments.of(sizes(2, 5, 3, 4), sizes(2, 5, 4, 2), sizes(2, 5, 3, 2)),
        Arguments.of(sizes(2, 3, 1, 4), sizes(2, 1, 4, 5), sizes(2, 3, 1, 5)),
        Arguments.of(sizes(2, 2, 3, 2, 4), sizes(2, 2, 1, 4, 3), sizes(2, 2, 3, 2, 3)),
        Arguments.of(sizes(1, 3, 4), sizes(2, 1, 4, 2), sizes(2, 1, 3, 2)));
  }

  @ParameterizedTest
  @MethodSource("products")
  void matMul_broadcastBatchAxes_equalsLoops(long[] sizesA, long[] sizesB, long[] sizes) {
    Array a = Array.random(3, sizesA);
    Array b = Array.random(4, sizesB);
    Value result = g.matMul(run.input(a), run.input(b));
    assertEquals(Shape.of(sizes), result.shape());
    run.assertGives(Array.product(a, b, sizes), result, 2 * TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("products")
  void matMulTransposed_broadcastBatchAxes_equalsLoops(long[] sizesA, long[] sizesB, long[] sizes) {
    Array a = Array.random(5, sizesA);
    Array b = Array.random(6, sizesB);
    Value result = g.matMulTransposed(run.input(a), run.input(b.transposed()), 0.25);
    assertEquals(Shape.of(sizes), result.shape());
    run.assertGives(Array.product(a, b, sizes).map(x -> x / 4), result, TOLERANCE);
  }

  @Test
  void matMulTransposed_noFactor_isThePlainProduct() {
    Array a = Array.random(7, 3, 4);
    Array b = Array.random(8, 2, 4);
    Value result = g.matMulTransposed(run.input(a), run.input(b));
    run.assertGives(Array.product(a, b.transposed(), 3, 2), result, 2 * TOLERANCE);
  }

  @Test
  void matMul_symbolicSizes_runsAtAnySize() {
    Array a = Array.random(9, 2, 3, 4);
    Array b = Array.random(10, 4, 5);
    Value x = run.input(Shape.of(B, T, Dim.of(4)), a);
    Value result = g.matMul(x, run.input(b));
    assertEquals(Shape.of(B, T, Dim.of(5)), result.shape());
    run.assertGives(Array.product(a, b, 2, 3, 5), result, 2 * TOLERANCE);
  }

  @Test
  void gather_indicesOfTwoAxes_givesRows() {
    Array table = Array.random(11, 4, 3);
    long[] ids = {3, 0, 0, 2, 1, 3};
    Value result = g.gather(run.input(table), run.input(Shape.of(B, T), ids, 2, 3));
    assertEquals(Shape.of(B, T, Dim.of(3)), result.shape());
    Array expected = Array.of(i -> table.at((int) ids[3 * i[0] + i[1]], i[2]), 2, 3, 3);
    run.assertGives(expected, result, 0);
  }

  @Test
  void gatherElements_lastAxis_givesOneElementEach() {
    Array x = Array.random(12, 3, 5);
    long[] picks = {4, 0, 2, 2, 1, 3};
    Value result = g.gatherElements(run.input(x), run.input(picks, 3, 2));
    assertEquals(Shape.of(3, 2), result.shape());
    run.assertGives(Array.of(i -> x.at(i[0], (int) picks[2 * i[0] + i[1]]), 3, 2), result, 0);
  }

  @Test
  void reshape_symbolsAtTheirPlace_splitsTheLastAxis() {
    Array x = Array.random(13, 2, 3, 8);
    Shape target = Shape.of(B, T, Dim.of(2), Dim.of(4));
    Value result = g.reshape(run.input(Shape.of(B, T, Dim.of(8)), x), target);
    assertEquals(target, result.shape());
    Array expected = Array.of(i -> x.at(i[0], i[1], 4 * i[2] + i[3]), 2, 3, 2, 4);
    run.assertGives(expected, result, 0);
  }

  @Test
  void reshape_symbolsMultiplied_infersTheirProduct() {
    Array x = Array.random(14, 2, 3, 4);
    Shape target = Shape.of(B.times(T), Dim.of(4));
    Value result = g.reshape(run.input(Shape.of(B, T, Dim.of(4)), x), target);
    assertEquals(target, result.shape());
    run.assertGives(Array.of(i -> x.at(i[0] / 3, i[0] % 3, i[1]), 6, 4), result, 0);
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of((Object) new int[] {1, 0, 2}),
        Arguments.of((Object) new int[] {2, 0, 1}),
        Arguments.of((Object) new int[] {0, 1, 2}));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void transpose_order_movesAxes(int[] order) {
    Array x = Array.random(15, 2, 3, 4);
    Value result = g.transpose(run.input(x), order);
    Array expected = x.transposed(order);
    assertEquals(Shape.of(expected.sizes()), result.shape());
    run.assertGives(expected, result, 0);
  }

  @Test
  void concat_middleAxis_putsOneAfterTheOther() {
    Array a = Array.random(16, 2, 1, 3);
    Array b = Array.random(17, 2, 4, 3);
    Value past = run.input(Shape.of(B, P, Dim.of(3)), a);
    Value result = g.concat(1, past, run.input(Shape.of(B, T, Dim.of(3)), b));
    assertEquals(Shape.of(B, P.plus(T), Dim.of(3)), result.shape());
    Array expected = Array.of(i -> i[1] == 0 ? a.at(i) : b.at(i[0], i[1] - 1, i[2]), 2, 5, 3);
    run.assertGives(expected, result, 0);
  }

  @Test
  void insertAxis_anyPlace_keepsElements() {
    Array x = Array.random(18, 2, 3);
    for (int axis = 0; axis <= 2; axis++) {
      long[][] shapes = {{1, 2, 3}, {2, 1, 3}, {2, 3, 1}};
      try (GraphRun other = new GraphRun()) {
        Value result = other.g.insertAxis(other.input(x), axis);
        assertEquals(Shape.of(shapes[axis]), result.shape());
        int place = axis;
        Array expected =
            Array.of(i -> x.at(i[place == 0 ? 1 : 0], i[place == 2 ? 1 : 2]), shapes[axis]);
        other.assertGives(expected, result, 0);
      }
    }
  }

  private void assertRowwise(
      BiFunction<Array, int[], Double> row, Array x, Value result, long... sizes) {
    run.assertGives(Array.of(i -> row.apply(x, i), sizes), result, TOLERANCE);
  }

  @Test
  void sigmoid_anyNumbers_equalsItsFormula() {
    Array x = Array.random(19, 2, 3).map(v -> 10 * v);
    Value result = g.sigmoid(run.input(x));
    run.assertGives(x.map(v -> 1 / (1 + Math.exp(-v))), result, TOLERANCE);
  }

  @Test
  void softmax_threeAxes_isOverTheLast() {
    Array x = Array.random(20, 2, 3, 5);
    assertRowwise(
        (a, i) -> Math.exp(a.at(i)) / a.sumOfRow(i, Math::exp),
        x,
        g.softmax(run.input(x)),
        x.sizes());
  }

  @Test
  void softmax_hiddenEntries_getNothing() {
    Array x = Array.of(i -> i[1] < 2 ? i[1] : -1e30, 1, 4);
    double sum = 1 + Math.E;
    Array expected = Array.of(i -> i[1] < 2 ? Math.exp(i[1]) / sum : 0, 1, 4);
    run.assertGives(expected, g.softmax(run.input(x)), TOLERANCE);
  }

  @Test
  void logSumExp_largeNumbers_keepsTheAxisAndStaysFinite() {
    Array x = Array.random(21, 2, 3, 5).map(v -> 50 * v);
    Value result = g.logSumExp(run.input(x));
    assertEquals(Shape.of(2, 3, 1), result.shape());
    Array expected = Array.of(i -> Math.log(x.sumOfRow(i, Math::exp)), 2, 3, 1);
    run.assertGives(expected, result, 1e-5);
    try (GraphRun other = new GraphRun()) {
      Array huge = Array.of(i -> 1000, 1, 4);
      Value sum = other.g.logSumExp(other.input(huge));
      other.assertGives(Array.of(i -> 1000 + Math.log(4), 1, 1), sum, 1e-4);
    }
  }

  @Test
  void rmsNorm_gain_equalsItsFormula() {
    Array x = Array.random(22, 2, 3, 8);
    Array gain = Array.random(23, 8);
    double epsilon = 0.5;
    assertRowwise(
        (a, i) -> gain.at(i) * a.at(i) / Math.sqrt(a.sumOfRow(i, v -> v * v) / 8 + epsilon),
        x,
        g.rmsNorm(run.input(x), run.input(gain), epsilon),
        x.sizes());
  }

  @Test
  void rmsNormOfSum_gain_givesTheSumAndItsNorm() {
    for (long[] sizes : new long[][] {{2, 3, 8}, {3, 8}}) {
      try (GraphRun other = new GraphRun()) {
        Array x = Array.random(32, sizes);
        Array y = Array.random(33, sizes);
        Array gain = Array.random(34, 8);
        NormalizedSum result =
            other.g.rmsNormOfSum(other.input(x), other.input(y), other.input(gain), 0.5);
        assertEquals(Shape.of(sizes), result.normed().shape());
        Array sum = Array.of(i -> x.at(i) + y.at(i), sizes);
        Array expected =
            Array.of(
                i -> {
                  double root = Math.sqrt(sum.sumOfRow(i, v -> v * v) / 8 + 0.5);
                  return sum.at(i) * gain.at(i[i.length - 1]) / root - sum.at(i);
                },
                sizes);
        Value difference = other.g.subtract(result.normed(), result.sum());
        other.assertGives(expected, difference, TOLERANCE);
      }
    }
  }

  @Test
  void split_lastAxis_givesItsParts() {
    Array x = Array.random(35, 2, 3, 6);
    List<Value> parts =
        g.split(run.input(Shape.of(B, T, Dim.of(6)), x), List.of(Dim.of(1), Dim.of(3), Dim.of(2)));
    assertEquals(Shape.of(B, T, Dim.of(3)), parts.get(1).shape());
    Value turned = g.concat(2, g.concat(2, parts.get(2), parts.get(0)), parts.get(1));
    run.assertGives(Array.of(i -> x.at(i[0], i[1], (i[2] + 4) % 6), 2, 3, 6), turned, 0);
  }

  @Test
  void rotary_positionsOutOfOrder_turnsHalvesByTheirAngles() {
    Array x = Array.random(24, 2, 3, 4, 16); // [B, H, T, D]
    Array angles = Array.of(i -> i[0] * Math.pow(0.3, i[1]), 9, 8); // [positions, D/2]
    long[] positions = {0, 5, 2, 8, 7, 7, 1, 3};
    Value result =
        g.rotary(
            new RotaryEmbedding(
                run.input(x),
                run.input(positions, 2, 4),
                run.input(angles.map(Math::cos)),
                run.input(angles.map(Math::sin))));
    Array expected =
        Array.of(
            i -> {
              int pair = i[3] % 8;
              double angle = angles.at((int) positions[4 * i[0] + i[2]], pair);
              double first = x.at(i[0], i[1], i[2], pair);
              double second = x.at(i[0], i[1], i[2], pair + 8);
              return i[3] < 8
                  ? first * Math.cos(angle) - second * Math.sin(angle)
                  : second * Math.cos(angle) + first * Math.sin(angle);
            },
            x.sizes());
    assertEquals(Shape.of(x.sizes()), result.shape());
    run.assertGives(expected, result, TOLERANCE);
  }

  @Test
  void constant_longsAndFloats_areWhatTheyWere() {
    Value table = g.constant("table", Shape.of(3, 2), 0.5f, -1, 2, 3.25f, -4, 5);
    Value rows = g.constant("rows", Shape.of(2), 2L, 0L);
    double[][] expected = {{-4, 5}, {0.5, -1}};
    run.assertGives(Array.of(i -> expected[i[0]][i[1]], 2, 2), g.gather(table, rows), 0);
  }

  @Test
  void negate_anyNumbers_changesTheSign() {
    Array x = Array.random(25, 2, 3);
    run.assertGives(x.map(v -> -v), g.negate(run.input(x)), 0);
  }

  @Test
  void silu_anyNumbers_equalsItsFormula() {
    Array x = Array.random(26, 2, 3).map(v -> 5 * v);
    Value result = g.silu(run.input(Shape.of(B, T), x));
    assertEquals(Shape.of(B, T), result.shape());
    run.assertGives(x.map(v -> v / (1 + Math.exp(-v))), result, 2 * TOLERANCE);
  }

  @Test
  void sum_twoAxes_keepsThemWithSizeOne() {
    Array x = Array.random(27, 2, 3, 2);
    Value result = g.sum(run.input(Shape.of(B, T, Dim.of(2)), x), 0, -1);
    assertEquals(Shape.of(Dim.of(1), T, Dim.of(1)), result.shape());
    Array expected =
        Array.of(
            i -> x.at(0, i[1], 0) + x.at(0, i[1], 1) + x.at(1, i[1], 0) + x.at(1, i[1], 1),
            1,
            3,
            1);
    run.assertGives(expected, result, TOLERANCE);
  }

  @Test
  void mean_lastAxis_equalsItsFormula() {
    Array x = Array.random(28, 2, 3);
    Value result = g.mean(run.input(x), -1);
    run.assertGives(Array.of(i -> x.sumOfRow(i, v -> v) / 3, 2, 1), result, TOLERANCE);
  }

  @Test
  void rmsNormalized_noGain_givesValueAndScale() {
    Array x = Array.random(29, 2, 3, 8);
    RmsNormalized result = g.rmsNormalized(run.input(x), 0.5);
    assertEquals(Shape.of(2, 3, 1), result.scale().shape());
    Value product = g.multiply(result.value(), result.scale());
    Array expected = Array.of(i -> x.at(i) / (x.sumOfRow(i, v -> v * v) / 8 + 0.5), x.sizes());
    run.assertGives(expected, product, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("products")
  void product_everyOrientation_equalsLoops(long[] sizesA, long[] sizesB, long[] sizes) {
    Array a = Array.random(30, sizesA);
    Array b = Array.random(31, sizesB);
    for (boolean flipA : new boolean[] {false, true}) {
      for (boolean flipB : new boolean[] {false, true}) {
        try (GraphRun other = new GraphRun()) {
          Value x = other.input(flipA ? a.transposed() : a);
          Value y = other.input(flipB ? b.transposed() : b);
          Value result =
              other.g.product(
                  new MatrixProduct(
                      flipA ? MatrixProduct.transposed(x) : MatrixProduct.plain(x),
                      flipB ? MatrixProduct.transposed(y) : MatrixProduct.plain(y),
                      -0.5));
          assertEquals(Shape.of(sizes), result.shape());
          other.assertGives(Array.product(a, b, sizes).map(v -> -v / 2), result, TOLERANCE);
        }
      }
    }
  }

  @Test
  void expandLike_symbolicShape_repeats() {
    Array x = Array.random(32, 1, 3);
    Value like = run.input(Shape.of(B, P, T), Array.random(33, 2, 4, 3));
    Value result = g.expandLike(run.input(Shape.of(Dim.of(1), T), x), like);
    assertEquals(like.shape(), result.shape());
    run.assertGives(Array.of(i -> x.at(0, i[2]), 2, 4, 3), result, 0);
  }

  @Test
  void expandLike_scalarOverKnownSizes_repeats() {
    Value result = g.expandLike(g.scalar(2.5), run.input(Array.random(34, 2, 3)));
    run.assertGives(Array.of(i -> 2.5, 2, 3), result, 0);
  }

  @Test
  void scatterAdd_indexTwice_addsBoth() {
    Array x = Array.random(35, 4, 2);
    Array updates = Array.random(36, 3, 2);
    long[] rows = {2, 0, 2, 3, 2, 3};
    Value result = g.scatterAdd(0, run.input(x), run.input(rows, 3, 2), run.input(updates));
    assertEquals(Shape.of(4, 2), result.shape());
    Array expected =
        Array.of(
            i -> {
              double sum = x.at(i);
              for (int m = 0; m < 3; m++) {
                sum += rows[2 * m + i[1]] == i[0] ? updates.at(m, i[1]) : 0;
              }
              return sum;
            },
            4,
            2);
    run.assertGives(expected, result, TOLERANCE);
  }

  @Test
  void reshapeLike_twoSizesToInfer_takesThemFromTheOther() {
    Array x = Array.random(37, 6, 4);
    Value like = run.input(Shape.of(B, T, Dim.of(4)), Array.random(38, 2, 3, 4));
    Value result = g.reshapeLike(run.input(Shape.of(B.times(T), Dim.of(4)), x), like);
    assertEquals(like.shape(), result.shape());
    run.assertGives(Array.of(i -> x.at(3 * i[0] + i[1], i[2]), 2, 3, 4), result, 0);
  }

  @Test
  void parts_ofAConcatenation_areItsTerms() {
    long[] lengths = {0, 1, 3};
    for (long length : lengths) {
      try (GraphRun other = new GraphRun()) {
        Array a = Array.random(39, 2, length, 3);
        Array b = Array.random(40, 2, 2, 3);
        Value past = other.input(Shape.of(B, P, Dim.of(3)), a);
        Value now = other.input(Shape.of(B, T, Dim.of(3)), b);
        Value both = other.g.concat(1, past, now);
        Value again =
            other.g.concat(
                1, other.g.secondPart(1, both, past, now), other.g.firstPart(1, both, past, now));
        assertEquals(Shape.of(B, P.plus(T), Dim.of(3)), again.shape());
        Array expected =
            Array.of(i -> i[1] < 2 ? b.at(i) : a.at(i[0], i[1] - 2, i[2]), 2, length + 2, 3);
        other.assertGives(expected, again, 0);
      }
    }
  }
}
