package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.session.Session;
import io.github.salmon4j.onnx.session.Tensors;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A graph under test with the numbers that go into it. */
final class GraphRun implements AutoCloseable {

  private static final EngineSettings SETTINGS = EngineSettings.defaults().withThreads(1);

  final GraphBuilder g = new GraphBuilder("test");
  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private Path folder = Path.of(".");

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

  /** {@return a weight of single bytes, in a file of its own} */
  Value weight(ElementType type, Shape shape, byte... content) {
    try {
      Path file = Files.createTempFile(folder(), "weight", ".bin");
      Files.write(file, content);
      ExternalData data = new ExternalData(file.getFileName().toString(), 0, content.length);
      return g.weight(file.getFileName().toString(), type, shape, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder() throws IOException {
    if (folder.equals(Path.of("."))) {
      folder = Files.createTempDirectory("graph-run").toRealPath();
    }
    return folder;
  }

  /** Runs the graph and compares sizes and elements. */
  void assertGives(Array expected, Value result, double tolerance) {
    g.output("result", result);
    try (Session session = Session.open(g.build(), folder, SETTINGS);
        OnnxTensor found = session.run(tensors, Set.of("result")).get("result")) {
      assertArrayEquals(expected.sizes(), found.getInfo().getShape());
      float[] elements = new float[expected.floats().length];
      found.getFloatBuffer().get(elements);
      assertArrayEquals(expected.floats(), elements, (float) tolerance);
    }
  }

  @Override
  public void close() {
    for (File file : Objects.requireNonNullElse(folder.toFile().listFiles(), new File[0])) {
      if (file.getName().startsWith("weight") && file.delete()) {
        folder.toFile().deleteOnExit();
      }
    }
    tensors.values().forEach(OnnxTensor::close);
  }
}
