package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The same elements at other places: nothing here computes. */
final class Layout {

  private Layout() {}

  /** {@return the sizes of a value's axes, int64 [rank]: a constant if they are all known} */
  static Value sizes(NodeList nodes, Value x) {
    List<Dim> dims = x.shape().dims();
    if (dims.stream().allMatch(Dim::isKnown)) {
      return nodes.int64(dims.stream().mapToLong(Dim::size).toArray());
    }
    return nodes.add(
        Operator.SHAPE, List.of(x), Value.Type.of(ElementType.INT64, Dim.of(dims.size())));
  }

  static Value reshape(NodeList nodes, Value x, Shape shape) {
    requireElements(x, shape);
    long[] target = target(x, shape);
    NodeList.require(
        Operator.RESHAPE,
        inferred(target) <= 1,
        "expected at most one size to infer, found " + shape);
    return nodes.add(Operator.RESHAPE, List.of(x, nodes.int64(target)), x.type().with(shape));
  }

  static Value reshapeLike(NodeList nodes, Value x, Value like) {
    requireElements(x, like.shape());
    long[] target = target(x, like.shape());
    Value sizes = inferred(target) <= 1 ? nodes.int64(target) : sizes(nodes, like);
    return nodes.add(Operator.RESHAPE, List.of(x, sizes), x.type().with(like.shape()));
  }

  private static void requireElements(Value x, Shape shape) {
    NodeList.require(
        Operator.RESHAPE,
        x.shape().elements().equals(shape.elements()),
        "expected as many elements as " + x + ", found " + shape);
  }

  /** {@return ONNX's target: 0 for a size that stays at its place, -1 for one to infer} */
  private static long[] target(Value x, Shape shape) {
    long[] target = new long[shape.rank()];
    for (int axis = 0; axis < target.length; axis++) {
      Dim dim = shape.dim(axis);
      boolean stays = axis < x.shape().rank() && dim.equals(x.shape().dim(axis));
      target[axis] = dim.isKnown() ? dim.size() : stays ? 0 : -1;
    }
    return target;
  }

  private static long inferred(long... target) {
    return Arrays.stream(target).filter(size -> size == -1).count();
  }

  static Value transpose(NodeList nodes, Value x, int... order) {
    NodeList.require(
        Operator.TRANSPOSE,
        Arrays.equals(
            Arrays.stream(order).sorted().toArray(),
            IntStream.range(0, x.shape().rank()).toArray()),
        "expected each axis of " + x + " once, found " + Arrays.toString(order));
    List<Dim> dims = new ArrayList<>();
    List<Long> permutation = new ArrayList<>();
    for (int axis : order) {
      dims.add(x.shape().dim(axis));
      permutation.add((long) axis);
    }
    return nodes.add(
        Operator.TRANSPOSE,
        List.of(x),
        x.type().with(new Shape(dims)),
        new Attribute.Ints("perm", permutation));
  }

  static Value insertAxis(NodeList nodes, Value x, int axis) {
    NodeList.require(
        Operator.UNSQUEEZE,
        axis >= 0 && axis <= x.shape().rank(),
        "expected a place among the axes of " + x + ", found " + axis);
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    dims.add(axis, Dim.of(1));
    return nodes.add(
        Operator.UNSQUEEZE, List.of(x, nodes.int64(axis)), x.type().with(new Shape(dims)));
  }

  static Value concat(NodeList nodes, int axis, Value a, Value b) {
    NodeList.requireSameType(Operator.CONCAT, a, b);
    Shape shape = joined(Operator.CONCAT, axis, a, b);
    return nodes.add(
        Operator.CONCAT, List.of(a, b), a.type().with(shape), new Attribute.Int("axis", axis));
  }

  /** {@return the part of x, which is as large as a and b joined, that stands where a does} */
  static Value first(NodeList nodes, int axis, Value x, Value a, Value b) {
    requireJoined(axis, x, a, b);
    return slice(nodes, axis, a, List.of(x, nodes.int64(0), length(nodes, axis, a)));
  }

  /** {@return the part of x, which is as large as a and b joined, that stands where b does} */
  static Value second(NodeList nodes, int axis, Value x, Value a, Value b) {
    requireJoined(axis, x, a, b);
    return slice(nodes, axis, b, List.of(x, length(nodes, axis, a), nodes.int64(Long.MAX_VALUE)));
  }

  static List<Value> split(NodeList nodes, Value x, List<Dim> sizes) {
    NodeList.require(
        Operator.SPLIT,
        x.shape().rank() >= 1
            && sizes.stream().allMatch(Dim::isKnown)
            && sizes.stream().reduce(Dim.of(0), Dim::plus).equals(x.shape().dim(-1)),
        "expected sizes that add up to the last axis of " + x + ", found " + sizes);
    return nodes.addAll(
        Operator.SPLIT,
        List.of(x, nodes.int64(sizes.stream().mapToLong(Dim::size).toArray())),
        sizes.stream().map(size -> x.type().with(x.shape().with(-1, size))).toList(),
        new Attribute.Int("axis", -1));
  }

  /** {@return what stands in x from a start to an end along an axis, as large as like} */
  private static Value slice(NodeList nodes, int axis, Value like, List<Value> xStartEnd) {
    List<Value> inputs = new ArrayList<>(xStartEnd);
    inputs.add(nodes.int64(axis));
    return nodes.add(Operator.SLICE, inputs, like.type());
  }

  /** {@return the size of one axis, int64 [1]} */
  private static Value length(NodeList nodes, int axis, Value x) {
    Dim dim = x.shape().dim(axis);
    return dim.isKnown()
        ? nodes.int64(dim.size())
        : nodes.add(
            Operator.SHAPE,
            List.of(x),
            Value.Type.of(ElementType.INT64, Dim.of(1)),
            new Attribute.Int("end", axis + 1L),
            new Attribute.Int("start", axis));
  }

  private static void requireJoined(int axis, Value x, Value a, Value b) {
    NodeList.require(
        Operator.SLICE,
        joined(Operator.SLICE, axis, a, b).equals(x.shape()),
        "expected as much as " + a + " and " + b + " have together, found " + x);
  }

  private static Shape joined(Operator operator, int axis, Value a, Value b) {
    NodeList.require(
        operator,
        axis >= 0
            && axis < a.shape().rank()
            && b.shape().rank() == a.shape().rank()
            && b.shape().with(axis, a.shape().dim(axis)).equals(a.shape()),
        "expected equal shapes but for axis " + axis + ", found " + a + " and " + b);
    return a.shape().with(axis, a.shape().dim(axis).plus(b.shape().dim(axis)));
  }
}
