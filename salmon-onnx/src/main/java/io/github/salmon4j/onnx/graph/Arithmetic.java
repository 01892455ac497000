package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/** Element by element, shapes broadcast as NumPy does: from the last axis, size 1 stretches. */
final class Arithmetic {

  private static final Dim ONE = Dim.of(1);

  private Arithmetic() {}

  static Value ofTwo(NodeList nodes, Operator operator, Value a, Value b) {
    NodeList.requireSameType(operator, a, b);
    Shape shape = broadcast(operator, a, b, a.shape(), b.shape());
    return nodes.add(operator, List.of(a, b), a.type().with(shape));
  }

  static Value ofOne(NodeList nodes, Operator operator, Value x) {
    return nodes.add(operator, List.of(x), x.type());
  }

  /** {@return x repeated along its axes of size 1 and along new leading ones} */
  static Value expand(NodeList nodes, Value x, Value like) {
    NodeList.require(
        Operator.EXPAND,
        expands(x.shape(), like.shape()),
        "expected a shape that broadcasts to " + like + ", found " + x);
    Value target = Layout.sizes(nodes, like);
    return nodes.add(Operator.EXPAND, List.of(x, target), x.type().with(like.shape()));
  }

  private static boolean expands(Shape from, Shape to) {
    boolean fits = from.rank() <= to.rank();
    for (int axis = -from.rank(); fits && axis < 0; axis++) {
      fits = from.dim(axis).equals(ONE) || from.dim(axis).equals(to.dim(axis));
    }
    return fits;
  }

  /** {@return the shape that both broadcast to; a and b are for the message} */
  static Shape broadcast(Operator operator, Value a, Value b, Shape shapeA, Shape shapeB) {
    int rank = Math.max(shapeA.rank(), shapeB.rank());
    List<Dim> dims = new ArrayList<>();
    for (int axis = -rank; axis < 0; axis++) {
      Dim x = -axis > shapeA.rank() ? ONE : shapeA.dim(axis);
      Dim y = -axis > shapeB.rank() ? ONE : shapeB.dim(axis);
      NodeList.require(
          operator,
          x.equals(y) || x.equals(ONE) || y.equals(ONE),
          "expected shapes that broadcast, found " + a + " and " + b);
      dims.add(x.equals(ONE) ? y : x);
    }
    return new Shape(dims);
  }
}
