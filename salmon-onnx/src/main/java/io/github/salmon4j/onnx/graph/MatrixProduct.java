package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The product alpha op(a) op(b) over the last two axes, other axes broadcast: op(a) is [.., M, K],
 * op(b) is [.., K, N].
 *
 * @param left a and whether it is transposed
 * @param right b and whether it is transposed
 * @param alpha the factor
 */
public record MatrixProduct(Side left, Side right, double alpha) {

  /** Whether the last two axes of a side change places. */
  public enum Orientation {
    /** They stay. */
    PLAIN,
    /** They change places. */
    TRANSPOSED;

    /** {@return the other one} */
    public Orientation flipped() {
      return this == PLAIN ? TRANSPOSED : PLAIN;
    }
  }

  /**
   * One side of a product.
   *
   * @param value at least two axes
   * @param orientation whether the last two change places
   */
  public record Side(Value value, Orientation orientation) {

    /** {@return this side, transposed} */
    public Side flipped() {
      return new Side(value, orientation.flipped());
    }

    private Dim rows() {
      return value.shape().dim(orientation == Orientation.PLAIN ? -2 : -1);
    }

    private Dim columns() {
      return value.shape().dim(orientation == Orientation.PLAIN ? -1 : -2);
    }
  }

  /**
   * {@return a value as it is}
   *
   * @param value at least two axes
   */
  public static Side plain(Value value) {
    return new Side(value, Orientation.PLAIN);
  }

  /**
   * {@return a value with its last two axes exchanged}
   *
   * @param value at least two axes
   */
  public static Side transposed(Value value) {
    return new Side(value, Orientation.TRANSPOSED);
  }

  Value addTo(NodeList nodes) {
    Value a = left.value();
    Value b = right.value();
    NodeList.requireSameType(Operator.FUSED_MAT_MUL, a, b);
    NodeList.require(
        Operator.FUSED_MAT_MUL,
        a.shape().rank() >= 2 && b.shape().rank() >= 2 && left.columns().equals(right.rows()),
        "expected the same inner size, found " + a + " and " + b);
    List<Dim> dims =
        new ArrayList<>(
            Arithmetic.broadcast(Operator.FUSED_MAT_MUL, a, b, outer(a), outer(b)).dims());
    dims.add(left.rows());
    dims.add(right.columns());
    return nodes.add(
        Operator.FUSED_MAT_MUL, List.of(a, b), a.type().with(new Shape(dims)), attributes());
  }

  private Attribute[] attributes() {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute.Real("alpha", (float) alpha));
    if (left.orientation() == Orientation.TRANSPOSED) {
      attributes.add(new Attribute.Int("transA", 1));
    }
    if (right.orientation() == Orientation.TRANSPOSED) {
      attributes.add(new Attribute.Int("transB", 1));
    }
    return attributes.toArray(new Attribute[0]);
  }

  private static Shape outer(Value x) {
    return new Shape(x.shape().dims().subList(0, x.shape().rank() - 2));
  }
}
