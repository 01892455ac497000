package io.github.salmon4j.onnx.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.onnx.checkpoint.ModelConfig.Dimensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {

  /** H*D = 12, K*D = 6, C = 5, F = 7: no two alike, so that none can stand for another. */
  private static final Dimensions SIZES = new Dimensions(11, 5, 1, 6, 3, 2, 7, 8);

  @ParameterizedTest
  @CsvSource({
    "Q, 12, 5, true",
    "K, 6, 5, true",
    "V, 6, 5, true",
    "O, 5, 12, true",
    "GATE, 7, 5, false",
    "UP, 7, 5, false",
    "DOWN, 5, 7, false"
  })
  void sizes_ofEach(Projection projection, long outputs, long inputs, boolean attention) {
    assertEquals(outputs, projection.outputs(SIZES));
    assertEquals(inputs, projection.inputs(SIZES));
    assertEquals(attention, projection.isAttention());
  }

  @Test
  void path_inTheModel() {
    assertEquals("model.layers.3.mlp.gate_proj", Projection.GATE.pathIn(3));
    assertEquals("self_attn.o_proj", Projection.O.path());
  }
}
