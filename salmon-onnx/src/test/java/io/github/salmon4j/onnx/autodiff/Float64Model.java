package io.github.salmon4j.onnx.autodiff;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a float32 model into the same model in float64. ONNX Runtime's own operators compute in
 * float32 only; they are replaced by ONNX's, from their published formulas.
 */
final class Float64Model {

  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final int DOUBLE = TensorProto.DataType.DOUBLE_VALUE;

  private final GraphProto.Builder graph;
  private final Map<String, Integer> ranks;
  private final List<NodeProto> nodes = new ArrayList<>();
  private int made;

  private Float64Model(GraphProto.Builder graph, Map<String, Integer> ranks) {
    this.graph = graph;
    this.ranks = ranks;
  }

  static byte[] of(Graph float32) {
    Map<String, Integer> ranks = new HashMap<>();
    for (Node node : float32.nodes()) {
      node.inputs().forEach(value -> ranks.put(value.name(), value.shape().rank()));
    }
    try {
      ModelProto.Builder model = ModelProto.parseFrom(float32.toBytes()).toBuilder();
      new Float64Model(model.getGraphBuilder(), ranks).widen();
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void widen() {
    graph.getInitializerBuilderList().forEach(Float64Model::widen);
    graph.getInputBuilderList().forEach(Float64Model::widen);
    graph.getOutputBuilderList().forEach(Float64Model::widen);
    List<NodeProto> original = List.copyOf(graph.getNodeList());
    original.forEach(this::replace);
    graph.clearNode().addAllNode(nodes);
  }

  private static void widen(ValueInfoProto.Builder value) {
    if (value.getType().getTensorType().getElemType() == FLOAT) {
      value.getTypeBuilder().getTensorTypeBuilder().setElemType(DOUBLE);
    }
  }

  private static void widen(TensorProto.Builder tensor) {
    if (tensor.getDataType() == FLOAT) {
      ByteBuffer from = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer to = ByteBuffer.allocate(2 * from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
      while (from.hasRemaining()) {
        to.putDouble(from.getFloat());
      }
      tensor.setDataType(DOUBLE).setRawData(ByteString.copyFrom(to.flip()));
    }
  }

  private void replace(NodeProto node) {
    switch (node.getOpType()) {
      case "FusedMatMul" -> product(node);
      case "RotaryEmbedding" -> rotary(node);
      case "SimplifiedLayerNormalization" -> rmsNorm(node);
      case "QuickGelu" -> {
        String x = node.getInput(0);
        addAs(node.getOutput(0), "Mul", x, add("Sigmoid", x));
      }
      default -> nodes.add(node);
    }
  }

  private void product(NodeProto node) {
    String a = oriented(node.getInput(0), real(node, "transA", 0));
    String b = oriented(node.getInput(1), real(node, "transB", 0));
    addAs(node.getOutput(0), "Mul", add("MatMul", a, b), constant(real(node, "alpha", 1)));
  }

  /** {@return the value, its last two axes exchanged where the attribute says so} */
  private String oriented(String value, double transposed) {
    if (transposed == 0) {
      return value;
    }
    int rank = ranks.get(value);
    AttributeProto.Builder order =
        AttributeProto.newBuilder().setName("perm").setType(AttributeType.INTS);
    for (int axis = 0; axis < rank - 2; axis++) {
      order.addInts(axis);
    }
    String exchanged = name();
    nodes.add(
        node("Transpose", List.of(value), List.of(exchanged))
            .addAttribute(order.addInts(rank - 1).addInts(rank - 2))
            .build());
    return exchanged;
  }

  private void rotary(NodeProto node) {
    String one = integer(1);
    String cosines = add("Unsqueeze", add("Gather", node.getInput(2), node.getInput(1)), one);
    String sines = add("Unsqueeze", add("Gather", node.getInput(3), node.getInput(1)), one);
    String first = name();
    String second = name();
    nodes.add(
        node("Split", List.of(node.getInput(0)), List.of(first, second))
            .addAttribute(attribute("axis", -1))
            .addAttribute(attribute("num_outputs", 2))
            .build());
    String turned = add("Sub", add("Mul", first, cosines), add("Mul", second, sines));
    String other = add("Add", add("Mul", second, cosines), add("Mul", first, sines));
    nodes.add(
        node("Concat", List.of(turned, other), node.getOutputList())
            .addAttribute(attribute("axis", -1))
            .build());
  }

  private void rmsNorm(NodeProto node) {
    String x = node.getInput(0);
    String square = add("ReduceMean", add("Mul", x, x), integer(-1));
    String root = add("Sqrt", add("Add", square, constant(real(node, "epsilon", 1e-5))));
    String scale = node.getOutputCount() > 1 ? node.getOutput(1) : name();
    addAs(scale, "Reciprocal", root);
    addAs(node.getOutput(0), "Mul", add("Mul", x, scale), node.getInput(1));
  }

  private static double real(NodeProto node, String name, double otherwise) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToDouble(a -> a.getType() == AttributeType.FLOAT ? a.getF() : a.getI())
        .findFirst()
        .orElse(otherwise);
  }

  private String add(String operator, String... inputs) {
    return addAs(name(), operator, inputs);
  }

  private String addAs(String output, String operator, String... inputs) {
    nodes.add(node(operator, List.of(inputs), List.of(output)).build());
    return output;
  }

  private static NodeProto.Builder node(
      String operator, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addAllOutput(outputs);
  }

  private static AttributeProto.Builder attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setI(value).setType(AttributeType.INT);
  }

  private String constant(double value) {
    String name = name();
    graph.addInitializer(
        TensorProto.newBuilder().setName(name).setDataType(DOUBLE).addDoubleData(value));
    return name;
  }

  private String integer(long value) {
    String name = name();
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(1)
            .addInt64Data(value));
    return name;
  }

  private String name() {
    return "float64_" + made++;
  }
}
