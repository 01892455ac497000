package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a tensor's axes, outermost first.
 *
 * @param dims the sizes; empty for a scalar
 */
public record Shape(List<Dim> dims) {

  /** Copies the list. */
  public Shape {
    dims = List.copyOf(dims);
  }

  /**
   * {@return a shape of these sizes}
   *
   * @param dims the sizes, outermost first
   */
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  /**
   * {@return a shape of known sizes}
   *
   * @param sizes the sizes, outermost first, each 0 or more
   */
  public static Shape of(long... sizes) {
    List<Dim> dims = new ArrayList<>();
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return new Shape(dims);
  }

  /** {@return the number of axes} */
  public int rank() {
    return dims.size();
  }

  /**
   * {@return the size of one axis}
   *
   * @param axis from 0, or from -1 backward
   * @throws IndexOutOfBoundsException if there is no such axis
   */
  public Dim dim(int axis) {
    return dims.get(axis < 0 ? rank() + axis : axis);
  }

  /** {@return the number of elements} */
  public Dim elements() {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }

  /**
   * {@return this shape with one axis of another size}
   *
   * @param axis from 0, or from -1 backward
   * @param dim the new size
   */
  Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis < 0 ? rank() + axis : axis, dim);
    return new Shape(changed);
  }

  /** {@return the shape as messages show it, such as {@code [B, T, 64]}} */
  @Override
  public String toString() {
    return dims.toString();
  }
}
