package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.llama.Weights.Matrix;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverlaidWeightsTest {

  private static final Shape SQUARE = Shape.of(4, 4);

  private final GraphBuilder g = new GraphBuilder("test");
  private final Value x = g.input("x", ElementType.FLOAT32, Shape.of(2, 4));
  private final List<Matrix> both = List.of(new Matrix("k", SQUARE), new Matrix("v", SQUARE));

  /** Weights that make one product of many, and say so. */
  private final class Stacked implements Weights {

    @Override
    public Value weight(String name, Shape shape) {
      return g.input("below." + name, ElementType.FLOAT32, shape);
    }

    @Override
    public List<Value> products(GraphBuilder graph, Value value, List<Matrix> matrices) {
      return List.of(value, value);
    }

    @Override
    public List<Value> joinedProducts(GraphBuilder graph, Value value, List<Matrix> matrices) {
      return List.of(value);
    }
  }

  private OverlaidWeights over(String... given) {
    return new OverlaidWeights(g, Set.of(given), new Stacked());
  }

  @Test
  void products_nothingGiven_areTheOthers() {
    assertEquals(List.of(x, x), over("q").products(g, x, both));
    assertEquals(List.of(x), over("q").joinedProducts(g, x, both));
  }

  @Test
  void products_oneGiven_readItsInput_eachByItself() {
    OverlaidWeights weights = over("v");
    List<Value> products = weights.products(g, x, both);
    assertEquals(2, products.size());
    Value given = weights.weight("v", SQUARE);
    assertEquals("v", given.name());
    assertSame(given, g.nodes().get(1).inputs().get(1));
    assertEquals("below.k", g.nodes().get(0).inputs().get(1).name());
    assertEquals(2, over("k").joinedProducts(g, x, both).size());
  }
}
