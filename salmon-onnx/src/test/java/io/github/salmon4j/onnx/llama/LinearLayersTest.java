package io.github.salmon4j.onnx.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.ModelConfig;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where products may stay joined, and where something is added to each. */
class LinearLayersTest {

  /** Matrices that lie one above the other. */
  private record Stacked(GraphBuilder graph) implements Weights {

    @Override
    public Value weight(String name, Shape shape) {
      return graph.input(name, ElementType.FLOAT32, shape);
    }

    @Override
    public List<Value> joinedProducts(GraphBuilder g, Value x, List<Matrix> matrices) {
      return products(g, x, matrices).subList(0, 1);
    }
  }

  private static int values(String checkpoint, Map<Site, LowRank> adapter, List<Projection> of) {
    GraphBuilder g = new GraphBuilder("test");
    ModelConfig config = Models.checkpoint(checkpoint).config();
    LinearLayers layers = new LinearLayers(g, config, new Stacked(g), adapter);
    long width = config.dimensions().hiddenSize();
    Value x = g.input("x", ElementType.FLOAT32, Shape.of(2, width));
    return layers.applyJoined(0, of, x).size();
  }

  private static int values(String checkpoint, Map<Site, LowRank> adapter) {
    return values(checkpoint, adapter, Projection.ATTENTION_INPUTS);
  }

  @Test
  void applyJoined_nothingIsAdded_staysJoined() {
    assertEquals(1, values("mistral", Map.of()));
    assertEquals(1, values("mistral", Map.of(), Projection.FEED_FORWARD_INPUTS));
  }

  @Test
  void applyJoined_bias_givesEach() {
    assertEquals(3, values("llama-tied-linear", Map.of()));
    assertEquals(2, values("llama-tied-linear", Map.of(), Projection.FEED_FORWARD_INPUTS));
  }

  @Test
  void applyJoined_adapterOnOne_givesEach() {
    LowRank update = new LowRank(2, 0.5);
    assertEquals(3, values("mistral", Map.of(new Site(0, Projection.V), update)));
    assertEquals(1, values("mistral", Map.of(new Site(0, Projection.O), update)));
    assertEquals(1, values("mistral", Map.of(new Site(1, Projection.V), update)));
  }
}
