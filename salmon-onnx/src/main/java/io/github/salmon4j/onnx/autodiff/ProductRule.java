package io.github.salmon4j.onnx.autodiff;

import static io.github.salmon4j.onnx.graph.MatrixProduct.plain;

import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.MatrixProduct;
import io.github.salmon4j.onnx.graph.MatrixProduct.Orientation;
import io.github.salmon4j.onnx.graph.MatrixProduct.Side;
import io.github.salmon4j.onnx.graph.Node;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a matrix product y = α op(a) op(b): d op(a) = α dy op(b)ᵀ and d op(b) = α op(a)ᵀ
 * dy, transposed where op transposes.
 *
 * <p>Where b was broadcast, its gradient is a sum over products. If the rows of a stand behind the
 * axes that b was broadcast along, those axes and the rows are made one axis first, without moving
 * anything, and the product itself sums: a weight [out, in] under tokens [B, T, in] costs one
 * product over B*T rows, keys that a group of query heads shares one over G*T rows.
 */
final class ProductRule {

  private static final Dim ONE = Dim.of(1);

  private ProductRule() {}

  static void apply(Pullback p) {
    Node node = p.node();
    double alpha = node.real("alpha", 1);
    Side a = side(p.input(0), node.integer("transA", 0));
    Side b = side(p.input(1), node.integer("transB", 0));
    p.give(0, () -> gradient(p.graph(), a, plain(p.dy()), b.flipped(), alpha));
    p.give(
        1,
        () -> {
          int folded = a.orientation() == Orientation.PLAIN ? broadcastAxes(a, b) : 0;
          Side rows = new Side(fold(p.graph(), a.value(), folded), a.orientation());
          Value dRows = fold(p.graph(), p.dy(), folded);
          return gradient(p.graph(), b, rows.flipped(), plain(dRows), alpha);
        });
  }

  private static Side side(Value value, long transposed) {
    return new Side(value, transposed == 0 ? Orientation.PLAIN : Orientation.TRANSPOSED);
  }

  /** {@return α left right if that side was plain, else its transpose α rightᵀ leftᵀ} */
  private static Value gradient(GraphBuilder g, Side of, Side left, Side right, double alpha) {
    return g.product(
        of.orientation() == Orientation.PLAIN
            ? new MatrixProduct(left, right, alpha)
            : new MatrixProduct(right.flipped(), left.flipped(), alpha));
  }

  /** {@return how many of a's axes right before its rows b was broadcast along} */
  private static int broadcastAxes(Side a, Side b) {
    Shape left = a.value().shape();
    Shape right = b.value().shape();
    int count = 0;
    boolean stretched = false;
    for (int axis = -3; axis >= -left.rank(); axis--) {
      if (axis >= -right.rank() && !right.dim(axis).equals(ONE)) {
        break;
      }
      stretched |= !left.dim(axis).equals(ONE);
      count++;
    }
    return stretched ? count : 0;
  }

  /** {@return x with that many axes before its rows made part of the rows: [.., 1, G*M, N]} */
  private static Value fold(GraphBuilder g, Value x, int axes) {
    if (axes == 0) {
      return x;
    }
    int row = x.shape().rank() - 2;
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    for (int axis = row - axes; axis < row; axis++) {
      dims.set(row, dims.get(row).times(dims.get(axis)));
      dims.set(axis, ONE);
    }
    return g.reshape(x, new Shape(dims));
  }
}
