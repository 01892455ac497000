package io.github.salmon4j.core.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads numbers that others computed, and compares with them. */
final class Golden {

  private Golden() {}

  static JsonNode json(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/advantage/" + name)) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the numbers of a list, or of a list of lists, in order; NaN for null} */
  static double[] numbers(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(Golden::numbers).flatMapToDouble(Arrays::stream).toArray();
    }
    return new double[] {node.isNull() ? Double.NaN : node.doubleValue()};
  }

  static List<Double> list(JsonNode node) {
    return Arrays.stream(numbers(node)).boxed().toList();
  }

  static FloatMatrix matrix(JsonNode node, int rows, int columns) {
    double[] numbers = numbers(node);
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers[i];
    }
    return FloatMatrix.of(rows, columns, values);
  }

  static ValidTokens mask(JsonNode node, int rows, int columns) {
    boolean[] counts = new boolean[node.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = node.get(i).booleanValue();
    }
    return ValidTokens.of(rows, columns, counts);
  }

  /** Compares where the mask counts, relative to what is expected or to 1; elsewhere wants 0. */
  static void assertMatrix(double[] expected, FloatMatrix found, ValidTokens mask, double within) {
    assertEquals(expected.length, found.rows() * found.columns());
    for (int b = 0; b < found.rows(); b++) {
      for (int t = 0; t < found.columns(); t++) {
        double wanted = mask.counts(b, t) ? expected[b * found.columns() + t] : 0;
        double tolerance = mask.counts(b, t) ? within * Math.max(1, Math.abs(wanted)) : 0;
        assertEquals(wanted, found.get(b, t), tolerance, "[" + b + ", " + t + "]");
      }
    }
  }
}
