package io.github.salmon4j.onnx.autodiff;

import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Operator;
import io.github.salmon4j.onnx.graph.RmsNormalized;
import io.github.salmon4j.onnx.graph.RotaryEmbedding;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gradient of each operator. Formulas write dy for the gradient of the output y. */
final class Rules {

  /** Forward only: fused attention, products of codes, and what only the rules themselves use. */
  static final Set<Operator> WITHOUT_GRADIENT =
      EnumSet.of(
          Operator.ABS,
          Operator.CAST,
          Operator.EXPAND,
          Operator.GROUP_QUERY_ATTENTION,
          Operator.MAT_MUL_BITS,
          Operator.MAT_MUL_INTEGER,
          Operator.NEG,
          Operator.QUANTIZE_LINEAR,
          Operator.REDUCE_MAX,
          Operator.REDUCE_MEAN,
          Operator.REDUCE_SUM,
          Operator.SCATTER_ELEMENTS,
          Operator.SHAPE,
          Operator.SKIP_RMS_NORM,
          Operator.SLICE,
          Operator.SPLIT);

  private static final Map<Operator, Rule> TABLE = new EnumMap<>(Operator.class);

  static {
    TABLE.put(Operator.ADD, Rules::add);
    TABLE.put(Operator.CONCAT, Rules::concat);
    TABLE.put(Operator.DIV, Rules::divide);
    TABLE.put(Operator.FUSED_MAT_MUL, ProductRule::apply);
    TABLE.put(Operator.GATHER, Rules::gather);
    TABLE.put(Operator.GATHER_ELEMENTS, Rules::gatherElements);
    TABLE.put(Operator.MUL, Rules::multiply);
    TABLE.put(Operator.REDUCE_LOG_SUM_EXP, Rules::logSumExp);
    TABLE.put(Operator.RESHAPE, Rules::reshape);
    TABLE.put(Operator.RMS_NORM, Rules::rmsNorm);
    TABLE.put(Operator.ROTARY_EMBEDDING, Rules::rotary);
    TABLE.put(Operator.SIGMOID, Rules::sigmoid);
    TABLE.put(Operator.SILU, Rules::silu);
    TABLE.put(Operator.SOFTMAX, Rules::softmax);
    TABLE.put(Operator.SUB, Rules::subtract);
    TABLE.put(Operator.TRANSPOSE, Rules::transpose);
    TABLE.put(Operator.UNSQUEEZE, Rules::reshape);
  }

  private Rules() {}

  /** {@return the rule of an operator, or null if it has none} */
  static @Nullable Rule of(Operator operator) {
    return TABLE.get(operator);
  }

  /** y = a + b: da = dy, db = dy. */
  private static void add(Pullback p) {
    p.give(0, p::dy);
    p.give(1, p::dy);
  }

  /** y = a - b: da = dy, db = -dy. */
  private static void subtract(Pullback p) {
    p.give(0, p::dy);
    p.give(1, () -> p.graph().negate(p.dy()));
  }

  /** y = a b: da = dy b, db = dy a. */
  private static void multiply(Pullback p) {
    p.give(0, () -> p.graph().multiply(p.dy(), p.input(1)));
    p.give(1, () -> p.graph().multiply(p.dy(), p.input(0)));
  }

  /** y = a / b: da = dy / b, db = dy y / -b. */
  private static void divide(Pullback p) {
    GraphBuilder g = p.graph();
    Value b = p.input(1);
    p.give(0, () -> g.divide(p.dy(), b));
    p.give(1, () -> g.divide(g.multiply(p.dy(), p.output()), g.negate(b)));
  }

  /** y = σ(x): dx = dy y (1 - y). */
  private static void sigmoid(Pullback p) {
    GraphBuilder g = p.graph();
    Value slope = g.multiply(p.output(), g.subtract(g.scalar(1), p.output()));
    p.give(0, () -> g.multiply(p.dy(), slope));
  }

  /** y = x s, s = σ(x): dx = dy (s + y (1 - s)). */
  private static void silu(Pullback p) {
    GraphBuilder g = p.graph();
    Value s = g.sigmoid(p.input(0));
    Value slope = g.add(s, g.multiply(p.output(), g.subtract(g.scalar(1), s)));
    p.give(0, () -> g.multiply(p.dy(), slope));
  }

  /** y = softmax(x): dx = y (dy - Σ y dy), the sum along the last axis. */
  private static void softmax(Pullback p) {
    GraphBuilder g = p.graph();
    Value y = p.output();
    Value sum = g.sum(g.multiply(y, p.dy()), -1);
    p.give(0, () -> g.multiply(y, g.subtract(p.dy(), sum)));
  }

  /** y = log Σ exp(x) along the last axis: dx = softmax(x) dy. */
  private static void logSumExp(Pullback p) {
    p.give(0, () -> p.graph().multiply(p.graph().softmax(p.input(0)), p.dy()));
  }

  /**
   * y = γ x̂, x̂ = r x, r = (mean(x²) + ε)^(-1/2): dγ = Σ dy x̂ and, with u = γ dy, dx = r (u - x̂
   * mean(u x̂)). Zhang and Sennrich 2019, arXiv:1910.07467.
   */
  private static void rmsNorm(Pullback p) {
    GraphBuilder g = p.graph();
    RmsNormalized normalized = g.rmsNormalized(p.input(0), p.node().real("epsilon", 1e-5f));
    Value xHat = normalized.value();
    p.give(1, () -> g.multiply(p.dy(), xHat));
    p.give(
        0,
        () -> {
          Value u = g.multiply(p.dy(), p.input(1));
          Value along = g.multiply(xHat, g.mean(g.multiply(u, xHat), -1));
          return g.multiply(normalized.scale(), g.subtract(u, along));
        });
  }

  /** y turns pairs of x by angles: dx turns pairs of dy back, cos(-θ) = cos θ, sin(-θ) = -sin θ. */
  private static void rotary(Pullback p) {
    p.refuseFrom(1);
    GraphBuilder g = p.graph();
    Value back = g.negate(p.input(3));
    p.give(0, () -> g.rotary(new RotaryEmbedding(p.dy(), p.input(1), p.input(2), back)));
  }

  /** y = x in another shape: dx = dy in x's shape. */
  private static void reshape(Pullback p) {
    p.give(0, () -> p.graph().reshapeLike(p.dy(), p.input(0)));
  }

  /** y = x with axes in order π: dx = dy with axes in order π⁻¹. */
  private static void transpose(Pullback p) {
    List<Long> order = p.node().integers("perm");
    int[] inverse = new int[order.size()];
    for (int axis = 0; axis < inverse.length; axis++) {
      inverse[order.get(axis).intValue()] = axis;
    }
    p.give(0, () -> p.graph().transpose(p.dy(), inverse));
  }

  /** y = [a, b]: da and db are the parts of dy. */
  private static void concat(Pullback p) {
    int axis = (int) p.node().integer("axis", 0);
    p.give(0, () -> p.graph().firstPart(axis, p.dy(), p.input(0), p.input(1)));
    p.give(1, () -> p.graph().secondPart(axis, p.dy(), p.input(0), p.input(1)));
  }

  /** y[.., m] = x[.., i[.., m]]: dx[.., v] = Σ dy[.., m] over the m with i[.., m] = v. */
  private static void gatherElements(Pullback p) {
    p.giveAt(0, -1, p.input(1), p.dy());
  }

  /** y[m, ..] = x[i[m], ..]: dx[v, ..] = Σ dy[m, ..] over the m with i[m] = v. */
  private static void gather(Pullback p) {
    GraphBuilder g = p.graph();
    Shape table = p.input(0).shape();
    Dim count = p.input(1).shape().elements();
    List<Dim> one = new ArrayList<>(List.of(count));
    table.dims().stream().skip(1).forEach(dim -> one.add(Dim.of(1)));
    List<Dim> all = new ArrayList<>(table.dims());
    all.set(0, count);
    Shape flat = new Shape(all);
    Value updates = flat.equals(p.dy().shape()) ? p.dy() : g.reshape(p.dy(), flat);
    Value rows = g.reshape(p.input(1), new Shape(one));
    p.giveAt(0, 0, g.expandLike(rows, updates), updates);
  }
}
