package io.github.salmon4j.onnx.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.graph.Dim;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.ExternalData;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Shape;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionTest {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);

  @TempDir private Path folder;

  private final GraphBuilder g = new GraphBuilder("linear");
  private final Value x = g.input("x", ElementType.FLOAT32, Shape.of(Dim.symbol("B"), Dim.of(2)));

  private Session doubling() {
    g.output("y", g.add(x, x));
    return Session.open(g.build(), folder, SETTINGS);
  }

  private static float[] run(Session session, String output, float... row) {
    try (OnnxTensor input = Tensors.of(row, 1, row.length);
        OnnxTensor result = session.run(Map.of("x", input), Set.of(output)).get(output)) {
      float[] values = new float[result.getFloatBuffer().remaining()];
      result.getFloatBuffer().get(values);
      return values;
    }
  }

  /** Safetensors aligns nothing: the bytes begin wherever the header ends. */
  @ParameterizedTest
  @EnumSource(WeightPacking.class)
  void run_weightInAFile_readsItsBytes(WeightPacking packing) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(13 + 24).order(ByteOrder.LITTLE_ENDIAN).position(13);
    for (float element : new float[] {1, 2, 3, 4, 5, 6}) {
      file.putFloat(element);
    }
    Files.write(Files.createDirectory(folder.resolve("sub")).resolve("w"), file.array());
    Value w = g.weight("w", Shape.of(3, 2), new ExternalData("sub/w", 13, 24));
    g.output("y", g.matMulTransposed(x, w));
    try (Session session = Session.open(g.build(), folder, SETTINGS.withPacking(packing))) {
      assertArrayEquals(new float[] {210, 430, 650}, run(session, "y", 10, 100));
    }
  }

  @Test
  void open_weightFileMissing_namesTheGraph() {
    Value w = g.weight("w", Shape.of(3, 2), new ExternalData("none", 0, 24));
    g.output("y", g.matMulTransposed(x, w));
    OnnxRuntimeFailure e =
        assertThrows(
            OnnxRuntimeFailure.class, () -> Session.open(g.build(), folder, SETTINGS).close());
    assertTrue(e.getMessage().startsWith("graph linear: "), e.getMessage());
  }

  @Test
  void run_twoNamesForOneValue_givesBoth() {
    Value sum = g.add(x, x);
    g.output("first", sum);
    g.output("second", sum);
    try (Session session = Session.open(g.build(), folder, SETTINGS)) {
      assertArrayEquals(new float[] {2, 4}, run(session, "first", 1, 2));
      assertArrayEquals(new float[] {2, 4}, run(session, "second", 1, 2));
    }
  }

  @Test
  void run_unfitInput_namesGraphAndShapes() {
    try (Session session = doubling()) {
      OnnxRuntimeFailure e =
          assertThrows(OnnxRuntimeFailure.class, () -> run(session, "y", 1, 2, 3));
      assertTrue(e.getMessage().startsWith("run of linear with x [1, 3]: "), e.getMessage());
      assertArrayEquals(new float[] {2, 4}, run(session, "y", 1, 2), "still usable");
    }
  }

  @Test
  void run_closed_isRefused() {
    Session session = doubling();
    assertArrayEquals(new float[] {2, 4}, run(session, "y", 1, 2));
    session.close();
    session.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> run(session, "y", 1, 2));
    assertEquals("linear: expected an open model, found it closed", e.getMessage());
  }
}
