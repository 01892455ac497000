package io.github.salmon4j.core.ppo;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers that another program wrote. */
record GoldenFile(JsonNode root) {

  static GoldenFile read(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      return new GoldenFile(new JsonMapper().readTree(Objects.requireNonNull(in, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  FloatMatrix matrix(String name) {
    return matrix(root.get(name));
  }

  /** A matrix, [rows, columns], each number rounded to float. */
  static FloatMatrix matrix(JsonNode rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    float[] values = new float[rows.size() * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i / columns).get(i % columns).asDouble();
    }
    return FloatMatrix.of(rows.size(), columns, values);
  }

  ValidTokens mask() {
    JsonNode lengths = root.get("lengths");
    return ValidTokens.ofLengths(
        IntStream.range(0, lengths.size()).map(b -> lengths.get(b).asInt()).toArray(),
        root.get("columns").asInt());
  }

  /** The largest difference of an entry, relative to the largest expected one. */
  static double relativeError(FloatMatrix found, JsonNode expected) {
    double largest = 0;
    double error = 0;
    for (int b = 0; b < found.rows(); b++) {
      for (int t = 0; t < found.columns(); t++) {
        double value = expected.get(b).get(t).asDouble();
        largest = Math.max(largest, Math.abs(value));
        error = Math.max(error, Math.abs(found.get(b, t) - value));
      }
    }
    return error / largest;
  }
}
