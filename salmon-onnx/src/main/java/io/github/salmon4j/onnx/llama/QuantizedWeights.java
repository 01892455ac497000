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
import java.util.Map;

/**
 * A checkpoint's matrices in few bits as weights of one graph, and products with them.
 *
 * <p>In 8 bits a row x of the left side goes into 8 bits too, with a scale of its own, {@code sx =
 * max |x| / 127}, so that no row knows of another: {@code y[o] = (sum_i qx[i] qw[i, o]) sw[o] sx},
 * the sum in whole numbers. Products that read the same x share its codes. The 127th is a constant
 * of both operators, and the largest is multiplied last: of a row of zeros, which has no codes, it
 * makes zeros whatever they are.
 */
final class QuantizedWeights implements Weights {

  private static final double STEP = 1 / 127.0;

  private final GraphBuilder g;
  private final WeightFiles.Codes files;
  private final Map<String, Value> floats = new HashMap<>();
  private final Map<Value, Rows> rows = new HashMap<>();

  QuantizedWeights(GraphBuilder g, WeightFiles.Codes files) {
    this.g = g;
    this.files = files;
  }

  /** Codes uint8 [.., in] and the largest of each row, float32 [.., 1]. */
  private record Rows(Value codes, Value largest) {}

  @Override
  public Value weight(String name, Shape shape) {
    return floats.computeIfAbsent(
        name, key -> declare(key, ElementType.FLOAT32, shape, files.checkpoint().floats(key)));
  }

  @Override
  public Value product(GraphBuilder graph, Value x, String name, Shape shape) {
    return files.precision() instanceof Int4 int4
        ? blocks(x, name, shape, int4.blockSize())
        : bytes(x, name, shape);
  }

  private Value bytes(Value x, String name, Shape shape) {
    Value w =
        declare(
            name + ".codes",
            files.bytes() == Bytes.SIGNED ? ElementType.INT8 : ElementType.UINT8,
            Shape.of(shape.dim(1), shape.dim(0)),
            codes(name));
    Value scales = scales(name, Shape.of(shape.dim(0)));
    Rows left = rows.computeIfAbsent(x, this::quantized);
    return g.multiply(g.integerMatMul(left.codes(), STEP, w, scales), left.largest());
  }

  private Rows quantized(Value x) {
    Value largest = g.largest(g.absolute(x), -1);
    return new Rows(g.quantizeRows(x, largest, STEP), largest);
  }

  private Value blocks(Value x, String name, Shape shape, int size) {
    Dim out = shape.dim(0);
    Dim blocks = Dim.of((shape.dim(1).size() + size - 1) / size);
    Shape packed = Shape.of(out, blocks, Dim.of(size / 2));
    return g.blockMatMulTransposed(
        x,
        declare(name + ".codes", ElementType.UINT8, packed, codes(name)),
        scales(name, Shape.of(out, blocks)));
  }

  private Place codes(String name) {
    return files.checkpoint().codes(name, files.precision(), files.bytes());
  }

  private Value scales(String name, Shape shape) {
    return declare(name + ".scales", ElementType.FLOAT32, shape, files.checkpoint().scales(name));
  }

  private Value declare(String name, ElementType type, Shape shape, Place place) {
    return g.weight(
        name,
        type,
        shape,
        new ExternalData(files.checkpoint().location(), place.offset(), place.length()));
  }
}
