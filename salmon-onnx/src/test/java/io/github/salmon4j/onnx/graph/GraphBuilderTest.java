package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, owners and contents of a graph under construction. */
class GraphBuilderTest {

  private final GraphBuilder g = new GraphBuilder("test");

  private Value input(String name, long... sizes) {
    return g.input(name, ElementType.FLOAT32, Shape.of(sizes));
  }

  private static IllegalArgumentException assertRefused(Runnable attempt) {
    return assertThrows(IllegalArgumentException.class, attempt::run);
  }

  @Test
  void node_valueOfAnotherBuilder_isRefused() {
    Value own = input("x", 2);
    Value foreign = new GraphBuilder("other").input("x", ElementType.FLOAT32, Shape.of(2));
    for (Runnable attempt :
        List.<Runnable>of(
            () -> g.add(own, foreign),
            () -> g.add(foreign, own),
            () -> g.sigmoid(foreign),
            () -> g.output("y", foreign))) {
      assertEquals(
          "input: expected a value of this graph, found x float32[2]",
          assertRefused(attempt).getMessage());
    }
  }

  @Test
  void value_nameTwice_isRefused() {
    input("x", 2);
    ExternalData data = new ExternalData("weights", 0, 8);
    for (Runnable attempt :
        List.<Runnable>of(
            () -> input("x", 3),
            () -> g.weight("x", Shape.of(2), data),
            () -> g.constant("x", Shape.of(1), 1f),
            () -> g.constant("x", Shape.of(1), 1L))) {
      assertEquals(
          "value name: expected a new one, found x again", assertRefused(attempt).getMessage());
    }
  }

  @Test
  void output_nameTwice_isRefused() {
    Value x = input("x", 2);
    g.output("y", g.sigmoid(x));
    Value other = g.add(x, x);
    assertEquals(
        "output name: expected a new one, found y again",
        assertRefused(() -> g.output("y", other)).getMessage());
  }

  @Test
  void weight_bytesDisagreeWithShape_isRefused() {
    for (long length : new long[] {0, 6, 23, 25, 48}) {
      ExternalData data = new ExternalData("model.safetensors", 100, length);
      String message = assertRefused(() -> g.weight("w", Shape.of(2, 3), data)).getMessage();
      assertTrue(message.startsWith("w: expected 24 bytes for float32[2, 3], found "), message);
      assertTrue(message.contains("model.safetensors"), message);
    }
  }

  @Test
  void weight_unknownSize_isRefused() {
    ExternalData data = new ExternalData("model.safetensors", 0, 24);
    Shape shape = Shape.of(Dim.symbol("B"));
    assertThrows(IllegalStateException.class, () -> g.weight("w", shape, data));
  }

  @Test
  void externalData_negativeNumbers_isRefused() {
    assertRefused(() -> new ExternalData("f", -1, 4));
    assertRefused(() -> new ExternalData("f", 0, -4));
  }

  @Test
  void constant_elementsDisagreeWithShape_isRefused() {
    assertEquals(
        "constant c float32[2, 2]: expected 16 bytes, found 12",
        assertRefused(() -> g.constant("c", Shape.of(2, 2), 1f, 2f, 3f)).getMessage());
    assertEquals(
        "constant d int64[2]: expected 16 bytes, found 8",
        assertRefused(() -> g.constant("d", Shape.of(2), 1L)).getMessage());
  }

  @Test
  void build_inputsAndOutputs_areThoseDeclaredInOrder() {
    Value b = input("b", 2);
    Value a = input("a", 2);
    Value sum = g.add(a, b);
    Value product = g.multiply(a, b);
    g.output("product", product);
    g.output("sum", sum);
    Graph graph = g.build();
    assertEquals("test", graph.name());
    assertEquals(List.of(b, a), graph.inputs());
    assertEquals(List.of("product", "sum"), List.copyOf(graph.outputs().keySet()));
    assertEquals(List.of(product, sum), List.copyOf(graph.outputs().values()));
    g.output("late", g.sigmoid(a));
    assertEquals(2, graph.outputs().size(), "a finished graph does not change");
  }

  @Test
  void value_toString_showsNameTypeAndShape() {
    Value x = g.input("x", ElementType.INT64, Shape.of(Dim.symbol("B"), Dim.of(3)));
    assertEquals("x int64[B, 3]", x.toString());
  }
}
