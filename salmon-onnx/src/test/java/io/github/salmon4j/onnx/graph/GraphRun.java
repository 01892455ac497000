package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.Session;
import io.github.salmon4j.onnx.session.Tensors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A graph under test with the numbers that go into it. */
final class GraphRun implements AutoCloseable {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);

  final GraphBuilder g = new GraphBuilder("test");
  private final Map<String, OnnxTensor> tensors = new HashMap<>();

  Value input(Array content) {
    return input(Shape.of(content.sizes()), content);
  }

  /** {@return an input declared with another, symbolic shape} */
  Value input(Shape declared, Array content) {
    String name = "x" + tensors.size();
    tensors.put(name, Tensors.of(content.floats(), content.sizes()));
    return g.input(name, ElementType.FLOAT32, declared);
  }

  Value input(long[] content, long... sizes) {
    return input(Shape.of(sizes), content, sizes);
  }

  Value input(Shape declared, long[] content, long... sizes) {
    String name = "x" + tensors.size();
    tensors.put(name, Tensors.of(content, sizes));
    return g.input(name, ElementType.INT64, declared);
  }

  Value input(int[] content, long... sizes) {
    String name = "x" + tensors.size();
    tensors.put(name, Tensors.of(content, sizes));
    return g.input(name, ElementType.INT32, Shape.of(sizes));
  }

  /** Runs the graph and compares sizes and elements. */
  void assertGives(Array expected, Value result, double tolerance) {
    g.output("result", result);
    try (Session session = Session.open(g.build(), Path.of("."), SETTINGS);
        OnnxTensor found = session.run(tensors, Set.of("result")).get("result")) {
      assertArrayEquals(expected.sizes(), found.getInfo().getShape());
      float[] elements = new float[expected.floats().length];
      found.getFloatBuffer().get(elements);
      assertArrayEquals(expected.floats(), elements, (float) tolerance);
    }
  }

  @Override
  public void close() {
    tensors.values().forEach(OnnxTensor::close);
  }
}
