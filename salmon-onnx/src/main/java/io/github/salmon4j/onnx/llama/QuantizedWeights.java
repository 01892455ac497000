package io.github.salmon4j.onnx.llama;

import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Bytes;
import io.github.salmon4j.onnx.checkpoint.QuantizedCheckpoint.Place;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.ExternalData;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.WeightPrecision.Int4;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint's matrices in few bits as weights of one graph, and products with them.
 *
 * <p>In 8 bits a row x of the left side goes into 8 bits too, with a scale of its own, {@code sx =
 * max |x| / 127}, so that no row knows of another: {@code y[o] = (sum_i qx[i] qw[i, o]) sw[o] sx},
 * the sum in whole numbers. Products that read the same x are one. The 127th is a constant of both
 * operators, and the largest is multiplied last: of a row of zeros, which has no codes, it makes
 * zeros whatever they are.
 */
final class QuantizedWeights implements Weights {

  private static final double STEP = 1 / 127.0;

  private final GraphBuilder g;
  private final WeightFiles.Codes files;
  private final Map<String, Value> floats = new HashMap<>();

  QuantizedWeights(GraphBuilder g, WeightFiles.Codes files) {
    this.g = g;
    this.files = files;
  }

  @Override
  public Value weight(String name, Shape shape) {
    return floats.computeIfAbsent(
        name, key -> declare(key, ElementType.FLOAT32, shape, files.checkpoint().floats(key)));
  }

  @Override
  public List<Value> products(GraphBuilder graph, Value x, List<Matrix> matrices) {
    List<Value> joined = joinedProducts(graph, x, matrices);
    return matrices.size() == 1 ? joined : g.split(joined.get(0), outputs(matrices));
  }

  @Override
  public List<Value> joinedProducts(GraphBuilder graph, Value x, List<Matrix> matrices) {
    List<String> names = matrices.stream().map(Matrix::name).toList();
    Dim out = outputs(matrices).stream().reduce(Dim.of(0), Dim::plus);
    return List.of(
        files.precision() instanceof Int4 int4
            ? blocks(x, names, out, int4.blockSize())
            : bytes(x, names, out));
  }

  private static List<Dim> outputs(List<Matrix> matrices) {
    return matrices.stream().map(matrix -> matrix.shape().dim(0)).toList();
  }

  private Value bytes(Value x, List<String> names, Dim out) {
    ElementType type = files.bytes() == Bytes.SIGNED ? ElementType.INT8 : ElementType.UINT8;
    Value w = codes(names, type, Shape.of(x.shape().dim(-1), out));
    Value largest = g.largest(g.absolute(x), -1);
    Value codes = g.quantizeRows(x, largest, STEP);
    return g.multiply(g.integerMatMul(codes, STEP, w, scales(names, Shape.of(out))), largest);
  }

  private Value blocks(Value x, List<String> names, Dim out, int size) {
    Dim blocks = Dim.of((x.shape().dim(-1).size() + size - 1) / size);
    Shape packed = Shape.of(out, blocks, Dim.of(size / 2));
    return g.blockMatMulTransposed(
        x, codes(names, ElementType.UINT8, packed), scales(names, Shape.of(out, blocks)));
  }

  private Value codes(List<String> names, ElementType type, Shape shape) {
    Place place = files.checkpoint().codes(names, files.precision(), files.bytes());
    return declare(names.get(0) + ".codes", type, shape, place);
  }

  private Value scales(List<String> names, Shape shape) {
    Place place = files.checkpoint().scales(names);
    return declare(names.get(0) + ".scales", ElementType.FLOAT32, shape, place);
  }

  private Value declare(String name, ElementType type, Shape shape, Place place) {
    return g.weight(
        name,
        type,
        shape,
        new ExternalData(files.checkpoint().location(), place.offset(), place.length()));
  }
}
