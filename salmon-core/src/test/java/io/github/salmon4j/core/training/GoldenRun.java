package io.github.salmon4j.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.language.TokenIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what make_training.py wrote, and compares a run with it. */
public final class GoldenRun {

  /** Parameters and moments are float32 on both sides; gradients are rounded in another order. */
  private static final double FLOATS = 1e-6;

  private GoldenRun() {}

  public static JsonNode read(String name) {
    try (InputStream in = GoldenRun.class.getResourceAsStream("/golden/training/" + name)) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static float[] floats(JsonNode array) {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) array.get(i).asDouble();
    }
    return floats;
  }

  public static TokenIds ids(JsonNode array) {
    int[] ids = new int[array.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = array.get(i).asInt();
    }
    return TokenIds.of(ids);
  }

  public static void assertSteps(JsonNode golden, List<StepReport> steps) {
    assertEquals(golden.size(), steps.size());
    for (int s = 0; s < steps.size(); s++) {
      StepReport step = steps.get(s);
      JsonNode expected = golden.get(s);
      assertClose(expected.get(0).asDouble(), step.loss(), "loss of step " + step.step());
      assertClose(expected.get(1).asDouble(), step.gradientNorm(), "norm of step " + step.step());
      assertEquals(expected.get(2).asDouble(), step.learningRate(), 1e-15, "rate " + step.step());
    }
  }

  /** Relative to the larger of where an entry began and where it ended: some end near 0. */
  public static void assertValues(float[] start, float[] end, float[] found) {
    assertEquals(end.length, found.length);
    for (int i = 0; i < end.length; i++) {
      double size = Math.max(Math.abs(start[i]), Math.abs(end[i]));
      assertEquals(end[i], found[i], FLOATS * size, "entry " + i);
    }
  }

  public static void assertClose(double expected, double found, String what) {
    assertEquals(expected, found, FLOATS * Math.abs(expected), what);
  }
}
