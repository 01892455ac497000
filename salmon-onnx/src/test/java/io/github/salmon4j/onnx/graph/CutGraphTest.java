package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutGraphTest {

  private final GraphBuilder g = new GraphBuilder("whole");
  private final Value x = g.input("x", ElementType.FLOAT32, Shape.of(Dim.symbol("N"), Dim.of(6)));
  private final Value w = g.input("w", ElementType.FLOAT32, Shape.of(6, 6));

  @Test
  void cut_handsOverWhatTakesComputingOnly() {
    Value product = g.matMul(x, w);
    Value halves = g.reshape(product, Shape.of(Dim.symbol("N"), Dim.of(2), Dim.of(3)));
    Value wide = g.insertAxis(halves, 0);
    Value y = g.sigmoid(product);
    int cut = g.nodes().size();
    Value z = g.negate(wide);
    CutGraph parts = CutGraph.of(g, cut, Map.of("y", y), Map.of("z", z));
    assertEquals(Set.of(product.name()), parts.kept());
    assertEquals(Set.of("y", product.name()), parts.first().outputs().keySet());
    assertEquals(List.of(product), parts.second().inputs());
    assertEquals(List.of(x, w), parts.first().inputs());
    assertEquals(4, parts.first().nodes().size());
    assertEquals(
        List.of(Operator.RESHAPE, Operator.UNSQUEEZE, Operator.NEG),
        parts.second().nodes().stream().map(Node::operator).toList());
    assertOrdered(parts.first());
    assertOrdered(parts.second());
  }

  @Test
  void cut_atTheStart_givesTheWhole() {
    Value y = g.sigmoid(g.matMul(x, w));
    CutGraph parts = CutGraph.of(g, 0, Map.of(), Map.of("y", y));
    assertEquals(Set.of(), parts.kept());
    assertEquals(g.nodes(), parts.second().nodes());
    assertEquals(List.of(x, w), parts.second().inputs());
  }

  @Test
  void cut_inputsAreReadWhereTheyAre() {
    Value a = g.sigmoid(x);
    int cut = g.nodes().size();
    Value b = g.matMul(x, w);
    CutGraph parts = CutGraph.of(g, cut, Map.of("a", a), Map.of("b", b));
    assertEquals(Set.of(), parts.kept());
    assertEquals(List.of(x), parts.first().inputs());
    assertEquals(List.of(x, w), parts.second().inputs());
  }

  /** Each node stands behind those whose results it reads. */
  private static void assertOrdered(Graph graph) {
    Set<Value> known = new HashSet<>(graph.inputs());
    graph.initializers().forEach(i -> known.add(i.value()));
    for (Node node : graph.nodes()) {
      assertTrue(known.containsAll(node.inputs()), node.name());
      known.addAll(node.outputs());
    }
  }
}
