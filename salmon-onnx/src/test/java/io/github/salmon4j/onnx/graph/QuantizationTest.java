package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Codes and products of codes in ONNX Runtime, against plain loops over whole numbers. */
class QuantizationTest {

  private static final Dim B = Dim.symbol("B");
  private static final Dim T = Dim.symbol("T");

  private final GraphRun run = new GraphRun();
  private final GraphBuilder g = run.g;

  @AfterEach
  void close() {
    run.close();
  }

  private static Array whole(long seed, int lowest, int highest, long... sizes) {
    Random random = new Random(seed);
    return Array.of(index -> lowest + random.nextInt(highest - lowest + 1), sizes);
  }

  /** Whole numbers from -127 to 127 as codes: a scale of 1 in each row. */
  private Value codes(Array numbers) {
    long[] rows = numbers.sizes();
    rows = Arrays.copyOf(rows, rows.length);
    rows[rows.length - 1] = 1;
    return g.quantizeRows(run.input(numbers), run.input(Array.of(index -> 1, rows)), 1);
  }

  private Value weight(Array numbers, ElementType type) {
    byte[] bytes = new byte[numbers.floats().length];
    for (int i = 0; i < bytes.length; i++) {
      int zero = type == ElementType.UINT8 ? 128 : 0;
      bytes[i] = (byte) ((int) numbers.floats()[i] + zero);
    }
    return run.weight(type, Shape.of(numbers.sizes()), bytes);
  }

  @Test
  void absoluteLargest_equalLoops() {
    Array x = Array.random(1, 2, 3, 5);
    Value result = g.largest(g.absolute(run.input(x)), -1);
    assertEquals(Shape.of(2, 3, 1), result.shape());
    Array expected =
        Array.of(
            i -> {
              double largest = 0;
              for (int k = 0; k < 5; k++) {
                largest = Math.max(largest, Math.abs(x.at(i[0], i[1], k)));
              }
              return largest;
            },
            2,
            3,
            1);
    run.assertGives(expected, result, 0);
  }

  @Test
  void quantizeRows_roundsToEvenAndSaturates() {
    Array x = Array.of(i -> new double[] {0.5, 1.5, -2.5, 2.75, -300, 300, 0, -1.5}[i[1]], 1, 8);
    Array scale = Array.of(i -> 1, 1, 1);
    Value codes = g.quantizeRows(run.input(x), run.input(scale), 1);
    assertEquals(ElementType.UINT8, codes.elementType());
    Array expected = Array.of(i -> new double[] {128, 130, 126, 131, 0, 255, 128, 126}[i[1]], 1, 8);
    run.assertGives(expected, g.asFloat32(codes), 0);
  }

  @Test
  void quantizeRows_eachRowHasItsUnit() {
    Array x = Array.random(2, 2, 3, 5);
    Array units = Array.random(3, 2, 3, 1).map(s -> (float) (Math.abs(s) + 0.01));
    Value codes =
        g.quantizeRows(
            run.input(Shape.of(B, T, Dim.of(5)), x),
            run.input(Shape.of(B, T, Dim.of(1)), units),
            0.25);
    Array expected =
        Array.zip(
            x,
            units,
            (v, s) -> Math.max(0, Math.min(255, 128 + Math.rint((float) v / (float) s / 0.25))),
            2,
            3,
            5);
    run.assertGives(expected, g.asFloat32(codes), 0);
  }

  /** Scales 1, 1/2, 1/4, .., which change no digit. */
  private Value powersOfTwo(int count) {
    float[] scales = new float[count];
    for (int n = 0; n < count; n++) {
      scales[n] = Math.scalb(1f, -n);
    }
    return g.constant("powers", Shape.of(count), scales);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8"})
  void integerMatMul_extremes_isExact(ElementType type) {
    Array a = whole(4, 0, 1, 2, 3, 200).map(sign -> sign == 0 ? -127 : 127);
    Array b = whole(5, 0, 1, 200, 17).map(sign -> sign == 0 ? -127 : 127);
    Value product = g.integerMatMul(codes(a), 0.5, weight(b, type), powersOfTwo(17));
    assertEquals(new Value.Type(ElementType.FLOAT32, Shape.of(2, 3, 17)), product.type());
    Array sums = Array.product(a, b, 2, 3, 17);
    Array expected = Array.of(i -> Math.scalb(sums.at(i), -1 - i[2]), 2, 3, 17);
    run.assertGives(expected, product, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8"})
  void integerMatMul_oneRowOfLargest_isExact(ElementType type) {
    Array a = Array.of(i -> 127, 1, 64);
    Array b = Array.of(i -> i[1] % 2 == 0 ? 127 : -127, 64, 16);
    Value product = g.integerMatMul(codes(a), 1, weight(b, type), powersOfTwo(16));
    Array sums = Array.product(a, b, 1, 16);
    run.assertGives(Array.of(i -> Math.scalb(sums.at(i), -i[1]), 1, 16), product, 0);
  }

  /** Blocks that fit, that do not, and that are longer than a row. */
  @ParameterizedTest
  @MethodSource("blocks")
  void blockMatMul_equalsLoopsOverCodes(int inner, int block, int rows) {
    int outer = 9;
    int blocks = (inner + block - 1) / block;
    Array x = Array.random(6, rows, inner);
    Array codes = whole(7, -8, 7, outer, blocks * block);
    Array scales = Array.random(8, outer, blocks);
    byte[] bytes = new byte[outer * blocks * block / 2];
    for (int i = 0; i < 2 * bytes.length; i++) {
      int code = 8 + (int) codes.floats()[i];
      bytes[i / 2] |= (byte) (i % 2 == 0 ? code : code << 4);
    }
    Value result =
        g.blockMatMulTransposed(
            run.input(x),
            run.weight(ElementType.UINT8, Shape.of(outer, blocks, block / 2), bytes),
            g.constant("scales", Shape.of(outer, blocks), scales.floats()));
    assertEquals(Shape.of(rows, outer), result.shape());
    Array expected =
        Array.of(
            index -> {
              double sum = 0;
              for (int b = 0; b < blocks; b++) {
                int to = Math.min(inner, (b + 1) * block);
                float largest = 0;
                for (int k = b * block; k < to; k++) {
                  largest = Math.max(largest, (float) Math.abs(x.at(index[0], k)));
                }
                long whole = 0;
                for (int k = b * block; k < to; k++) {
                  long code = (long) Math.rint((float) x.at(index[0], k) / (largest / 127));
                  whole += code * (long) codes.at(index[1], k);
                }
                sum += whole * (double) (largest / 127) * scales.at(index[1], b);
              }
              return sum;
            },
            rows,
            outer);
    run.assertGives(expected, result, 2e-3);
  }

  static Stream<Arguments> blocks() {
    return Stream.of(
        Arguments.of(128, 64, 1),
        Arguments.of(172, 64, 6),
        Arguments.of(64, 128, 3),
        Arguments.of(300, 256, 20));
  }

  private static Value x(GraphBuilder g, ElementType type, long... sizes) {
    return g.input("x" + g.hashCode() + type + sizes.length + sizes[0], type, Shape.of(sizes));
  }

  private static Value w(GraphBuilder g, ElementType type, long... sizes) {
    Shape shape = Shape.of(sizes);
    long bytes = shape.elements().size() * type.bytes();
    return g.weight("w" + type + sizes.length, type, shape, new ExternalData("f", 0, bytes));
  }

  static Stream<Function<GraphBuilder, Object>> misfits() {
    ElementType f = ElementType.FLOAT32;
    ElementType u = ElementType.UINT8;
    ElementType s = ElementType.INT8;
    return Stream.of(
        g -> g.quantizeRows(x(g, f, 2, 8), x(g, f, 3, 1), 1),
        g -> g.quantizeRows(x(g, f, 2, 8), x(g, f, 8), 1),
        g -> g.quantizeRows(x(g, u, 2, 8), x(g, u, 3, 1), 1),
        g -> g.integerMatMul(x(g, f, 2, 8), 1, x(g, s, 8, 4), x(g, f, 4)),
        g -> g.integerMatMul(x(g, s, 2, 8), 1, x(g, s, 8, 4), x(g, f, 4)),
        g -> g.integerMatMul(x(g, u, 2, 8), 1, x(g, f, 8, 4), x(g, f, 4)),
        g -> g.integerMatMul(x(g, u, 2, 8), 1, x(g, s, 4, 8), x(g, f, 4)),
        g -> g.integerMatMul(x(g, u, 2, 8), 1, x(g, s, 1, 8, 4), x(g, f, 4)),
        g -> g.integerMatMul(x(g, u, 2, 8), 1, x(g, s, 8, 4), x(g, f, 8)),
        g -> g.integerMatMul(x(g, u, 2, 8), 1, x(g, s, 8, 4), x(g, s, 4)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 65), w(g, u, 4, 1, 32), w(g, f, 4, 1)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 65), w(g, u, 4, 1, 32), w(g, f, 4, 2)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 64), w(g, u, 4, 1, 32), w(g, f, 5, 1)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 64), w(g, s, 4, 1, 32), w(g, f, 4, 1)),
        g -> g.blockMatMulTransposed(x(g, u, 2, 64), w(g, u, 4, 1, 32), w(g, f, 4, 1)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 64), w(g, u, 4, 1, 32), w(g, f, 4)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 64), w(g, u, 4, 1, 32), x(g, f, 4, 1)),
        g -> g.blockMatMulTransposed(x(g, f, 2, 64), x(g, u, 4, 1, 32), w(g, f, 4, 1)));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void misfit_isRefusedWhereItIsAdded(Function<GraphBuilder, Object> attempt) {
    String message =
        assertThrows(ShapeMismatchException.class, () -> attempt.apply(g)).getMessage();
    assertTrue(message.contains(": expected "), message);
    assertTrue(message.contains("QuantizationTest.java:"), message);
  }

  @Test
  void weight_wrongLength_namesTheType() {
    ExternalData data = new ExternalData("file", 0, 7);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> g.weight("w", ElementType.INT8, Shape.of(2, 4), data))
            .getMessage();
    assertTrue(message.startsWith("w: expected 8 bytes for int8[2, 4], found"), message);
  }
}
