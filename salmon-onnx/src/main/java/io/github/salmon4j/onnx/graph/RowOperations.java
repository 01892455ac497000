package io.github.salmon4j.onnx.graph;

import java.util.Arrays;
import java.util.List;

/** Sums along axes, and what is made of them: most along the last axis. */
final class RowOperations {

  private RowOperations() {}

  static Value softmax(NodeList nodes, Value x) {
    requireAxis(Operator.SOFTMAX, x);
    return nodes.add(
        Operator.SOFTMAX, List.of(x), x.type(), new Attribute.Int("axis", x.shape().rank() - 1L));
  }

  /** {@return a reduction along some axes, which stay with size 1} */
  static Value reduce(NodeList nodes, Operator operator, Value x, int... axes) {
    requireAxis(operator, x);
    Shape shape = x.shape();
    for (int axis : axes) {
      NodeList.require(
          operator,
          axis >= -x.shape().rank() && axis < x.shape().rank(),
          "expected axes of " + x + ", found " + Arrays.toString(axes));
      shape = shape.with(axis, Dim.of(1));
    }
    return nodes.add(
        operator,
        List.of(x, nodes.int64(Arrays.stream(axes).asLongStream().toArray())),
        x.type().with(shape),
        new Attribute.Int("keepdims", 1));
  }

  static Value rmsNorm(NodeList nodes, Value x, Value gain, double epsilon) {
    requireGain(Operator.RMS_NORM, x, gain);
    return nodes.add(Operator.RMS_NORM, List.of(x, gain), x.type(), attributes(epsilon));
  }

  static RmsNormalized rmsNormalized(NodeList nodes, Value x, double epsilon) {
    requireAxis(Operator.RMS_NORM, x);
    float[] ones = new float[Math.toIntExact(x.shape().dim(-1).size())];
    Arrays.fill(ones, 1);
    Value gain = nodes.float32(Shape.of(ones.length), ones);
    Value.Type rows = x.type().with(x.shape().with(-1, Dim.of(1)));
    List<Value> results =
        nodes.addAll(
            Operator.RMS_NORM, List.of(x, gain), List.of(x.type(), rows), attributes(epsilon));
    return new RmsNormalized(results.get(0), results.get(1));
  }

  static NormalizedSum rmsNormOfSum(NodeList nodes, Value x, Value y, Value gain, double epsilon) {
    requireGain(Operator.SKIP_RMS_NORM, x, gain);
    NodeList.require(
        Operator.SKIP_RMS_NORM,
        x.type().equals(y.type()) && (x.shape().rank() == 2 || x.shape().rank() == 3),
        "expected two tensors of two or three axes, found " + x + " and " + y);
    Value.Type unused = x.type().with(x.shape().with(-1, Dim.of(1))); // the engine makes neither
    List<Value> results =
        nodes.addAll(
            Operator.SKIP_RMS_NORM,
            List.of(x, y, gain),
            List.of(x.type(), unused, unused, x.type()),
            epsilon(epsilon));
    return new NormalizedSum(results.get(3), results.get(0));
  }

  private static Attribute[] attributes(double epsilon) {
    return new Attribute[] {new Attribute.Int("axis", -1), epsilon(epsilon)};
  }

  private static Attribute epsilon(double epsilon) {
    return new Attribute.Real("epsilon", (float) epsilon);
  }

  private static void requireAxis(Operator operator, Value x) {
    NodeList.require(operator, x.shape().rank() >= 1, "expected 1 axis or more, found " + x);
  }

  private static void requireGain(Operator operator, Value x, Value gain) {
    requireAxis(operator, x);
    NodeList.require(
        operator,
        gain.shape().equals(Shape.of(x.shape().dim(-1))),
        "expected one gain for each of the last axis of " + x + ", found " + gain);
  }
}
