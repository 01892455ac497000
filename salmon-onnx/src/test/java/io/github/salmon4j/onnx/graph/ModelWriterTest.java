package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our bytes against those of protobuf's generated classes for {@code onnx.proto}. */
class ModelWriterTest {

  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;

  /** Has every kind of field that we write. */
  private static Graph ours() {
    GraphBuilder g = new GraphBuilder("small");
    Dim b = Dim.symbol("B");
    Dim t = Dim.symbol("T");
    Value x = g.input("x", ElementType.FLOAT32, Shape.of(b, t, Dim.of(4)));
    Value ids = g.input("ids", ElementType.INT64, Shape.of(Dim.symbol("N")));
    Value w = g.weight("w", Shape.of(6, 4), new ExternalData("a/b.safetensors", 1_234_567, 96));
    Value gain = g.constant("gain", Shape.of(4), 1, -0.5f, Float.NaN, Float.MIN_VALUE);
    Value y = g.matMulTransposed(g.rmsNorm(x, gain, 1e-5), w, 0.125);
    Value rows = g.reshape(g.transpose(y, 0, 1, 2), Shape.of(b.times(t), Dim.of(6)));
    g.output("scores", g.gather(rows, ids));
    return g.build();
  }

  private static ModelProto theirs() {
    GraphProto graph =
        GraphProto.newBuilder()
            .addNode(
                node("SimplifiedLayerNormalization_0", "", List.of("x", "gain"))
                    .addAttribute(attribute("axis", -1))
                    .addAttribute(attribute("epsilon", 1e-5f)))
            .addNode(
                node(
                        "FusedMatMul_1",
                        "com.microsoft",
                        List.of("SimplifiedLayerNormalization_0", "w"))
                    .addAttribute(attribute("alpha", 0.125f))
                    .addAttribute(attribute("transB", 1)))
            .addNode(
                node("Transpose_2", "", List.of("FusedMatMul_1"))
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("perm")
                            .addAllInts(List.of(0L, 1L, 2L))
                            .setType(AttributeType.INTS)))
            .addNode(node("Reshape_3", "", List.of("Transpose_2", "int64_2")))
            .addNode(node("Gather_4", "", List.of("Reshape_3", "ids")))
            .setName("small")
            .addInitializer(external())
            .addInitializer(
                tensor("gain", FLOAT, 4)
                    .setRawData(
                        raw(16, buffer -> floats(buffer, 1, -0.5f, Float.NaN, Float.MIN_VALUE))))
            .addInitializer(
                tensor("int64_2", INT64, 2)
                    .setRawData(raw(16, buffer -> buffer.asLongBuffer().put(new long[] {-1, 6}))))
            .addInput(value("x", FLOAT, symbol("B"), symbol("T"), known(4)))
            .addInput(value("ids", INT64, symbol("N")))
            .addOutput(value("Gather_4", FLOAT, symbol("N"), known(6)))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .setProducerName("salmon4j")
        .setGraph(graph)
        .addOpsetImport(opset("", 21))
        .addOpsetImport(opset("com.microsoft", 1))
        .build();
  }

  @Test
  void write_everyKindOfField_equalsProtobufsBytes() {
    assertArrayEquals(theirs().toByteArray(), ours().toBytes());
  }

  @Test
  void write_everyKindOfField_readsBackAsTheSameMessage() throws InvalidProtocolBufferException {
    ModelProto read = ModelProto.parseFrom(ours().toBytes());
    assertEquals(theirs(), read);
    assertEquals(0, read.getUnknownFields().getSerializedSize());
  }

  @Test
  void write_textAttribute_equalsProtobufsBytes() throws InvalidProtocolBufferException {
    GraphBuilder g = new GraphBuilder("text");
    Value x = g.input("x", ElementType.FLOAT32, Shape.of(4));
    Value indices = g.constant("indices", Shape.of(2), 3L, 3L);
    g.output("y", g.scatterAdd(0, x, indices, g.constant("updates", Shape.of(2), 1f, 2f)));
    byte[] bytes = g.build().toBytes();
    ModelProto read = ModelProto.parseFrom(bytes);
    AttributeProto reduction =
        AttributeProto.newBuilder()
            .setName("reduction")
            .setS(ByteString.copyFromUtf8("add"))
            .setType(AttributeType.STRING)
            .build();
    assertEquals(
        List.of(attribute("axis", 0).build(), reduction),
        read.getGraph().getNode(0).getAttributeList());
    assertArrayEquals(read.toByteArray(), bytes);
  }

  private static NodeProto.Builder node(String name, String domain, List<String> inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .addAllInput(inputs)
            .addOutput(name)
            .setName(name)
            .setOpType(name.substring(0, name.indexOf('_')));
    return domain.isEmpty() ? node : node.setDomain(domain);
  }

  private static AttributeProto.Builder attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setI(value).setType(AttributeType.INT);
  }

  private static AttributeProto.Builder attribute(String name, float value) {
    return AttributeProto.newBuilder().setName(name).setF(value).setType(AttributeType.FLOAT);
  }

  private static TensorProto.Builder tensor(String name, int type, long size) {
    return TensorProto.newBuilder().addDims(size).setDataType(type).setName(name);
  }

  private static TensorProto.Builder external() {
    return tensor("w", FLOAT, 6)
        .addDims(4)
        .addExternalData(entry("location", "a/b.safetensors"))
        .addExternalData(entry("offset", "1234567"))
        .addExternalData(entry("length", "96"))
        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
  }

  private static StringStringEntryProto.Builder entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  private static ValueInfoProto.Builder value(String name, int type, Dimension... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addAllDim(List.of(dims));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)));
  }

  private static Dimension known(long size) {
    return Dimension.newBuilder().setDimValue(size).build();
  }

  private static Dimension symbol(String name) {
    return Dimension.newBuilder().setDimParam(name).build();
  }

  private static OperatorSetIdProto.Builder opset(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version);
  }

  private interface Content {
    void putInto(ByteBuffer buffer);
  }

  private static ByteString raw(int bytes, Content content) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    content.putInto(buffer);
    return ByteString.copyFrom(buffer.array());
  }

  private static void floats(ByteBuffer buffer, float... values) {
    buffer.asFloatBuffer().put(values);
  }
}
