package io.github.salmon4j.onnx.session;

import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.MatrixProduct;
import io.github.salmon4j.onnx.graph.MatrixProduct.Orientation;
import io.github.salmon4j.onnx.graph.MatrixProduct.Side;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.session.KernelCheck.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The kernels of a forward and a backward pass, each with the loop that says what it computes. */
final class TrainingKernels {

  private static final double EPSILON = 1e-5;
  private static final int ROWS = 6;
  private static final int COLUMNS = 50;

  private TrainingKernels() {}

  static List<Kernel> all() {
    List<Kernel> kernels = new ArrayList<>();
    for (Orientation left : Orientation.values()) {
      for (Orientation right : Orientation.values()) {
        kernels.add(product(left, right));
      }
    }
    kernels.addAll(List.of(softmax(), logSumExp(), silu(), sumOfRows()));
    kernels.addAll(List.of(rmsNorm(), rmsScale(), rotary(1), rotary(-1)));
    kernels.addAll(List.of(scatterAddRows(), scatterAddColumns()));
    return kernels;
  }

  /** {@return the content of a constant: a number between -1 and 1 for each place} */
  private static float x(int i, int phase) {
    return (float) Math.sin(0.7 * i + phase);
  }

  private static Value constant(GraphBuilder g, String name, int phase, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] content = new float[(int) shape.elements().size()];
    for (int i = 0; i < content.length; i++) {
      content[i] = x(i, phase);
    }
    return g.constant(name, shape, content);
  }

  private static List<Double> each(int count, IntToDoubleFunction element) {
    return IntStream.range(0, count).mapToDouble(element).boxed().toList();
  }

  private static double sum(int count, IntToDoubleFunction term) {
    return IntStream.range(0, count).mapToDouble(term).sum();
  }

  /** Batches [2, 3] of [9, 40] by [40, 7], the right side the same in all three. */
  private static Kernel product(Orientation left, Orientation right) {
    String name = "FusedMatMul " + left + " " + right;
    boolean flipA = left == Orientation.TRANSPOSED;
    boolean flipB = right == Orientation.TRANSPOSED;
    long[] sizesA = {2, 3, flipA ? 40 : 9, flipA ? 9 : 40};
    long[] sizesB = {2, 1, flipB ? 7 : 40, flipB ? 40 : 7};
    List<Double> expected =
        each(
            2 * 3 * 9 * 7,
            i -> {
              int column = i % 7;
              int row = i / 7 % 9;
              int a = i / 63 * 360;
              int b = i / 189 * 280;
              return sum(
                  40,
                  k ->
                      0.5
                          * x(a + (flipA ? 9 * k + row : 40 * row + k), 1)
                          * x(b + (flipB ? 40 * column + k : 7 * k + column), 2));
            });
    return new Kernel(
        name,
        g ->
            g.product(
                new MatrixProduct(
                    new Side(constant(g, name + " a", 1, sizesA), left),
                    new Side(constant(g, name + " b", 2, sizesB), right),
                    0.5)),
        expected);
  }

  private static double sumOfExponentials(int row) {
    return sum(COLUMNS, k -> Math.exp(x(COLUMNS * row + k, 3)));
  }

  private static Kernel softmax() {
    return new Kernel(
        "Softmax",
        g -> g.softmax(constant(g, "softmax", 3, ROWS, COLUMNS)),
        each(ROWS * COLUMNS, i -> Math.exp(x(i, 3)) / sumOfExponentials(i / COLUMNS)));
  }

  private static Kernel logSumExp() {
    return new Kernel(
        "ReduceLogSumExp",
        g -> g.logSumExp(constant(g, "logSumExp", 3, ROWS, COLUMNS)),
        each(ROWS, row -> Math.log(sumOfExponentials(row))));
  }

  private static Kernel silu() {
    return new Kernel(
        "QuickGelu",
        g -> g.silu(constant(g, "silu", 4, ROWS, COLUMNS)),
        each(ROWS * COLUMNS, i -> x(i, 4) / (1 + Math.exp(-x(i, 4)))));
  }

  private static Kernel sumOfRows() {
    return new Kernel(
        "ReduceSum",
        g -> g.sum(constant(g, "sum", 5, 2, ROWS, COLUMNS), 0, 1),
        each(COLUMNS, column -> sum(2 * ROWS, row -> x(COLUMNS * row + column, 5))));
  }

  private static double scale(int row) {
    return 1
        / Math.sqrt(sum(COLUMNS, k -> Math.pow(x(COLUMNS * row + k, 6), 2)) / COLUMNS + EPSILON);
  }

  private static Kernel rmsNorm() {
    return new Kernel(
        "SimplifiedLayerNormalization",
        g ->
            g.rmsNorm(
                constant(g, "norm", 6, ROWS, COLUMNS), constant(g, "gain", 7, COLUMNS), EPSILON),
        each(ROWS * COLUMNS, i -> x(i % COLUMNS, 7) * x(i, 6) * scale(i / COLUMNS)));
  }

  private static Kernel rmsScale() {
    return new Kernel(
        "SimplifiedLayerNormalization scale",
        g -> g.rmsNormalized(constant(g, "scale", 6, ROWS, COLUMNS), EPSILON).scale(),
        each(ROWS, TrainingKernels::scale));
  }

  /** One row of 2 heads, 3 tokens at positions 4, 0, 2, width 16; backward with negated sines. */
  private static Kernel rotary(int direction) {
    String name = "RotaryEmbedding " + (direction > 0 ? "forward" : "backward");
    long[] positions = {4, 0, 2};
    float[] cosines = new float[5 * 8];
    float[] sines = new float[5 * 8];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = (float) Math.cos(0.3 * i);
      sines[i] = (float) (direction * Math.sin(0.3 * i));
    }
    return new Kernel(
        name,
        g ->
            g.rotary(
                new RotaryEmbedding(
                    constant(g, name + " x", 8, 1, 2, 3, 16),
                    g.constant(name + " positions", Shape.of(1, 3), positions),
                    g.constant(name + " cosines", Shape.of(5, 8), cosines),
                    g.constant(name + " sines", Shape.of(5, 8), sines))),
        each(
            2 * 3 * 16,
            i -> {
              int angle = 8 * (int) positions[i / 16 % 3] + i % 8;
              double across = i % 16 < 8 ? -x(i + 8, 8) : x(i - 8, 8);
              return x(i, 8) * cosines[angle] + across * sines[angle];
            }));
  }

  /** Each of 5 rows gets 400 additions, enough that threads would get in each other's way. */
  private static Kernel scatterAddRows() {
    int updates = 2000;
    int width = 16;
    long[] indices = new long[updates * width];
    double[] sums = new double[5 * width];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = x(i, 9);
    }
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i / width * 3L % 5;
      sums[(int) indices[i] * width + i % width] += x(i, 10);
    }
    return new Kernel(
        "ScatterElements add, rows",
        g ->
            g.scatterAdd(
                0,
                constant(g, "rows", 9, 5, width),
                g.constant("rows indices", Shape.of(updates, width), indices),
                constant(g, "rows updates", 10, updates, width)),
        each(sums.length, i -> sums[i]));
  }

  /** Two additions at one place of each row. */
  private static Kernel scatterAddColumns() {
    long[] indices = Collections.nCopies(2 * ROWS, 3L).stream().mapToLong(i -> i).toArray();
    return new Kernel(
        "ScatterElements add, columns",
        g ->
            g.scatterAdd(
                -1,
                constant(g, "columns", 11, ROWS, COLUMNS),
                g.constant("columns indices", Shape.of(ROWS, 2), indices),
                constant(g, "columns updates", 12, ROWS, 2)),
        each(
            ROWS * COLUMNS,
            i -> {
              int row = i / COLUMNS;
              double added = i % COLUMNS == 3 ? x(2 * row, 12) + (double) x(2 * row + 1, 12) : 0;
              return x(i, 11) + added;
            }));
  }
}
