package io.github.salmon4j.onnx.graph;

import java.util.List;

/**
 * Writes a graph as an ONNX {@code ModelProto}. The numbers are field numbers of {@code
 * onnx.proto}; fields go in ascending order, as protobuf writes them.
 */
final class ModelWriter {

  /** ONNX 1.16: old enough for every engine of the last years, new enough for our operators. */
  private static final int IR_VERSION = 10;

  private static final int OPSET = 21;
  private static final int MICROSOFT_OPSET = 1;
  private static final int EXTERNAL = 1;

  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_STRING = 3;
  private static final int ATTRIBUTE_INTS = 7;

  private ModelWriter() {}

  static byte[] write(Graph graph) {
    WireWriter model = new WireWriter();
    model.integer(1, IR_VERSION);
    model.text(2, "salmon4j");
    model.message(7, out -> writeGraph(out, graph));
    model.message(8, out -> writeOpset(out, "", OPSET));
    model.message(8, out -> writeOpset(out, "com.microsoft", MICROSOFT_OPSET));
    return model.toByteArray();
  }

  private static void writeOpset(WireWriter opset, String domain, int version) {
    opset.text(1, domain);
    opset.integer(2, version);
  }

  private static void writeGraph(WireWriter out, Graph graph) {
    graph.nodes().forEach(node -> out.message(1, message -> writeNode(message, node)));
    out.text(2, graph.name());
    graph.initializers().forEach(tensor -> out.message(5, m -> writeTensor(m, tensor)));
    graph.inputs().forEach(value -> out.message(11, message -> writeValue(message, value)));
    graph
        .outputs()
        .values()
        .forEach(value -> out.message(12, message -> writeValue(message, value)));
  }

  private static void writeNode(WireWriter out, Node node) {
    node.inputs().forEach(input -> out.text(1, input.name()));
    node.outputs().forEach(output -> out.text(2, output.name()));
    out.text(3, node.name());
    out.text(4, node.operator().onnxName());
    node.attributes().forEach(attribute -> out.message(5, m -> writeAttribute(m, attribute)));
    if (!node.operator().domain().isEmpty()) {
      out.text(7, node.operator().domain());
    }
  }

  private static void writeAttribute(WireWriter out, Attribute attribute) {
    out.text(1, attribute.name());
    if (attribute instanceof Attribute.Real real) {
      out.real(2, real.value());
      out.integer(20, ATTRIBUTE_FLOAT);
    } else if (attribute instanceof Attribute.Int integer) {
      out.integer(3, integer.value());
      out.integer(20, ATTRIBUTE_INT);
    } else if (attribute instanceof Attribute.Text text) {
      out.text(4, text.value());
      out.integer(20, ATTRIBUTE_STRING);
    } else if (attribute instanceof Attribute.Ints integers) {
      integers.values().forEach(value -> out.integer(8, value));
      out.integer(20, ATTRIBUTE_INTS);
    }
  }

  private static void writeTensor(WireWriter out, Initializer tensor) {
    Value value = tensor.value();
    value.shape().dims().forEach(dim -> out.integer(1, dim.size()));
    out.integer(2, value.elementType().code());
    out.text(8, value.name());
    if (tensor instanceof Initializer.Inline inline) {
      out.bytes(9, inline.bytes());
    } else if (tensor instanceof Initializer.External external) {
      ExternalData data = external.data();
      List.of(
              List.of("location", data.location()),
              List.of("offset", Long.toString(data.offset())),
              List.of("length", Long.toString(data.length())))
          .forEach(entry -> out.message(13, m -> writeEntry(m, entry.get(0), entry.get(1))));
      out.integer(14, EXTERNAL);
    }
  }

  private static void writeEntry(WireWriter out, String key, String value) {
    out.text(1, key);
    out.text(2, value);
  }

  private static void writeValue(WireWriter out, Value value) {
    out.text(1, value.name());
    out.message(2, type -> type.message(1, tensor -> writeTensorType(tensor, value)));
  }

  private static void writeTensorType(WireWriter out, Value value) {
    out.integer(1, value.elementType().code());
    out.message(
        2, shape -> value.shape().dims().forEach(dim -> shape.message(1, m -> writeDim(m, dim))));
  }

  private static void writeDim(WireWriter out, Dim dim) {
    if (dim.isKnown()) {
      out.integer(1, dim.size());
    } else {
      out.text(2, dim.toString());
    }
  }
}
