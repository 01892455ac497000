package io.github.salmon4j.onnx.autodiff;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.github.salmon4j.onnx.graph.ElementType;
import io.github.salmon4j.onnx.graph.Graph;
import io.github.salmon4j.onnx.graph.Value;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** A graph in ONNX Runtime, in its own precision or in float64: doubles in, doubles out. */
public final class NumericModel implements AutoCloseable {

  /** What the floats of the graph become. */
  public enum Precision {
    FLOAT32,
    FLOAT64
  }

  /**
   * A tensor to run a graph with.
   *
   * @param elements row-major, whatever the type of the input
   * @param sizes of the axes
   */
  @SuppressWarnings("ArrayRecordComponent") // changed on purpose, to differentiate numerically
  public record Feed(double[] elements, long... sizes) {}

  private final Graph graph;
  private final Precision precision;
  private final OrtSession session;

  private NumericModel(Graph graph, Precision precision, OrtSession session) {
    this.graph = graph;
    this.precision = precision;
    this.session = session;
  }

  public static NumericModel float64(Graph graph) {
    return open(graph, Precision.FLOAT64, OptLevel.NO_OPT);
  }

  public static NumericModel open(Graph graph, Precision precision, OptLevel level) {
    byte[] model = precision == Precision.FLOAT64 ? Float64Model.of(graph) : graph.toBytes();
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(level);
      options.setIntraOpNumThreads(2);
      options.addConfigEntry(
          "optimization.disable_specified_optimizers",
          "ConstantFolding;FuseFp16InitializerToFp32NodeTransformer"
              + (precision == Precision.FLOAT64 ? ";QuickGeluFusion" : ""));
      return new NumericModel(
          graph, precision, OrtEnvironment.getEnvironment().createSession(model, options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return all outputs by the names that callers know} */
  public Map<String, double[]> run(Map<String, Feed> feeds) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Value input : graph.inputs()) {
        tensors.put(input.name(), tensor(input.elementType(), feeds.get(input.name())));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        Map<String, double[]> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
          outputs.put(output.getKey(), read(result.get(output.getValue().name()).orElseThrow()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** {@return a tensor as large as an output, of elements made for their number} */
  Feed feedOfSizeOf(String output, Map<String, Feed> feeds, IntFunction<double[]> elements) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Value input : graph.inputs()) {
        tensors.put(input.name(), tensor(input.elementType(), feeds.get(input.name())));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        String name = graph.outputs().get(output).name();
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
        long[] sizes = tensor.getInfo().getShape();
        int count = (int) Arrays.stream(sizes).reduce(1, Math::multiplyExact);
        return new Feed(elements.apply(count), sizes);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(ElementType type, Feed feed) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    double[] from = feed.elements();
    return switch (type) {
      case INT32 ->
          OnnxTensor.createTensor(
              environment,
              IntBuffer.wrap(Arrays.stream(from).mapToInt(x -> (int) x).toArray()),
              feed.sizes());
      case INT64 ->
          OnnxTensor.createTensor(
              environment,
              LongBuffer.wrap(Arrays.stream(from).mapToLong(x -> (long) x).toArray()),
              feed.sizes());
      case FLOAT32, FLOAT64 ->
          precision == Precision.FLOAT64
              ? OnnxTensor.createTensor(environment, DoubleBuffer.wrap(from), feed.sizes())
              : OnnxTensor.createTensor(environment, floats(from), feed.sizes());
      case INT8, UINT8 -> throw new IllegalArgumentException("no gradients: " + type);
    };
  }

  private static FloatBuffer floats(double... from) {
    FloatBuffer floats = FloatBuffer.allocate(from.length);
    for (double x : from) {
      floats.put((float) x);
    }
    return floats.flip();
  }

  private double[] read(OnnxValue value) {
    OnnxTensor tensor = (OnnxTensor) value;
    if (precision == Precision.FLOAT64) {
      double[] elements = new double[tensor.getDoubleBuffer().remaining()];
      tensor.getDoubleBuffer().get(elements);
      return elements;
    }
    FloatBuffer floats = tensor.getFloatBuffer();
    double[] elements = new double[floats.remaining()];
    Arrays.setAll(elements, floats::get);
    return elements;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
