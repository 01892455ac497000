package io.github.salmon4j.onnx.session;

import ai.onnxruntime.OnnxTensor;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.GraphBuilder;
import io.github.salmon4j.onnx.graph.Value;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.OnnxRuntimeFailure;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs the engine's kernels that training stands on once, on small numbers, and compares what they
 * give with plain Java: a kernel that is wrong on this machine, with these threads, spoils a
 * training run without an error. Takes tens of milliseconds.
 */
public final class KernelCheck {

  /** Relative to the largest number of a kernel: some hundred times float32's precision. */
  private static final double TOLERANCE = 2e-5;

  private KernelCheck() {}

  /**
   * One kernel.
   *
   * @param name what a failure says
   * @param inGraph adds it to a graph, on constants
   * @param expected what it must give
   */
  record Kernel(String name, Function<GraphBuilder, Value> inGraph, List<Double> expected) {}

  /**
   * Checks the kernels.
   *
   * @param settings device and threads, as training will use them
   * @throws OnnxRuntimeFailure naming the kernel that is wrong, or if the engine refuses one
   */
  public static void run(EngineSettings settings) {
    check(TrainingKernels.all(), settings);
  }

  static void check(List<Kernel> kernels, EngineSettings settings) {
    GraphBuilder g = new GraphBuilder("kernel check");
    for (Kernel kernel : kernels) {
      g.output(kernel.name(), kernel.inGraph().apply(g));
    }
    Graph graph = g.build();
    Set<String> names = graph.outputs().keySet();
    try (Session session = Session.open(graph, Path.of("."), settings)) {
      Map<String, OnnxTensor> found = session.run(Map.of(), names);
      try {
        for (Kernel kernel : kernels) {
          compare(kernel, Objects.requireNonNull(found.get(kernel.name())).getFloatBuffer());
        }
      } finally {
        found.values().forEach(OnnxTensor::close);
      }
    }
  }

  private static void compare(Kernel kernel, FloatBuffer found) {
    List<Double> expected = kernel.expected();
    double size = expected.stream().mapToDouble(Math::abs).max().orElse(0);
    if (found.remaining() != expected.size()) {
      throw wrong(kernel, expected.size() + " elements", found.remaining());
    }
    for (int i = 0; i < expected.size(); i++) {
      // Written so that NaN is wrong.
      if (!(Math.abs(expected.get(i) - found.get(i)) <= TOLERANCE * size)) {
        throw wrong(kernel, expected.get(i) + " at element " + i, found.get(i));
      }
    }
  }

  private static OnnxRuntimeFailure wrong(Kernel kernel, String expected, Object found) {
    return new OnnxRuntimeFailure(
        "kernel " + kernel.name(),
        new ArithmeticException("expected " + expected + ", found " + found));
  }
}
