package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/** Numbers as 8-bit and 4-bit codes, and matrix products of codes. */
final class Quantization {

  /** The uint8 code that stands for 0, so that codes reach as far down as up. */
  private static final byte ZERO = (byte) 128;

  private static final int CODES_PER_BYTE = 2;

  /** Of MatMulNBits: the left side goes into 8 bits as well, and sums are whole numbers. */
  private static final int INT8_ACCURACY = 4;

  private Quantization() {}

  static Value rows(NodeList nodes, Value x, Value units, double step) {
    Shape shape = x.shape();
    NodeList.require(
        Operator.QUANTIZE_LINEAR,
        shape.rank() >= 1
            && shape.dim(-1).isKnown()
            && units.type().equals(x.type().with(shape.with(-1, Dim.of(1))))
            && x.elementType() == ElementType.FLOAT32,
        "expected float32 rows and a unit for each, found " + x + " and " + units);
    // In blocks the operator itself takes a scale for each row, but much longer.
    return nodes.add(
        Operator.QUANTIZE_LINEAR,
        List.of(Arithmetic.ofTwo(nodes, Operator.DIV, x, units), number(nodes, step), zero(nodes)),
        new Value.Type(ElementType.UINT8, shape));
  }

  static Value product(NodeList nodes, Value a, double step, Value b, Value scales) {
    NodeList.require(
        Operator.MAT_MUL_INTEGER,
        a.elementType() == ElementType.UINT8
            && (b.elementType() == ElementType.UINT8 || b.elementType() == ElementType.INT8)
            && scales.elementType() == ElementType.FLOAT32
            && a.shape().rank() >= 2
            && b.shape().rank() == 2
            && a.shape().dim(-1).equals(b.shape().dim(0))
            && scales.shape().equals(Shape.of(b.shape().dim(1))),
        "expected codes uint8[.., K], int8 or uint8[K, N], and scales float32[N], found "
            + List.of(a, b, scales));
    List<Value> inputs = new ArrayList<>(List.of(a, b, number(nodes, step), scales, zero(nodes)));
    if (b.elementType() == ElementType.UINT8) {
      inputs.add(zero(nodes));
    }
    return nodes.add(
        Operator.MAT_MUL_INTEGER,
        inputs,
        new Value.Type(ElementType.FLOAT32, a.shape().with(-1, b.shape().dim(1))));
  }

  private static Value number(NodeList nodes, double number) {
    return nodes.float32(new Shape(List.of()), (float) number);
  }

  private static Value zero(NodeList nodes) {
    return nodes.uint8(new Shape(List.of()), ZERO);
  }

  static Value asFloat32(NodeList nodes, Value x) {
    return nodes.add(
        Operator.CAST,
        List.of(x),
        new Value.Type(ElementType.FLOAT32, x.shape()),
        new Attribute.Int("to", ElementType.FLOAT32.code()));
  }

  static Value blockProduct(NodeList nodes, Value a, Value codes, Value scales) {
    NodeList.require(
        Operator.MAT_MUL_BITS,
        // Of an input the engine's kernel makes zeros, without an error.
        nodes.isConstant(codes) && nodes.isConstant(scales) && fits(a, codes, scales),
        "expected float32[.., K], constants uint8[N, blocks, bytes] and float32[N, blocks], found "
            + List.of(a, codes, scales));
    return nodes.add(
        Operator.MAT_MUL_BITS,
        List.of(a, codes, scales),
        a.type().with(a.shape().with(-1, codes.shape().dim(0))),
        new Attribute.Int("K", a.shape().dim(-1).size()),
        new Attribute.Int("N", codes.shape().dim(0).size()),
        new Attribute.Int("accuracy_level", INT8_ACCURACY),
        new Attribute.Int("bits", Byte.SIZE / CODES_PER_BYTE),
        new Attribute.Int("block_size", blockSize(codes)));
  }

  private static long blockSize(Value codes) {
    return CODES_PER_BYTE * codes.shape().dim(2).size();
  }

  private static boolean fits(Value a, Value codes, Value scales) {
    if (a.shape().rank() < 2
        || !a.shape().dim(-1).isKnown()
        || codes.shape().rank() != 3
        || scales.shape().rank() != 2
        || blockSize(codes) == 0) {
      return false;
    }
    long block = blockSize(codes);
    Dim blocks = Dim.of((a.shape().dim(-1).size() + block - 1) / block);
    return a.elementType() == ElementType.FLOAT32
        && codes.elementType() == ElementType.UINT8
        && scales.elementType() == ElementType.FLOAT32
        && codes.shape().dim(1).equals(blocks)
        && scales.shape().equals(Shape.of(codes.shape().dim(0), blocks));
  }
}
