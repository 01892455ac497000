package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.training.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedRunTest {

  @TempDir Path folder;

  private record Weights(String name, FloatBuffer values, FloatBuffer gradient)
      implements Parameter {

    static Weights of(String name, float... values) {
      return new Weights(name, FloatBuffer.wrap(values), FloatBuffer.allocate(values.length));
    }

    @Override
    public FloatBuffer values() {
      return values.duplicate();
    }

    @Override
    public FloatBuffer gradient() {
      return gradient.duplicate();
    }
  }

  private static CheckpointDescription described(long step) {
    return new CheckpointDescription(step, "test", "", "", Map.of());
  }

  private static TrainingCursor at(long step) {
    return new TrainingCursor(42, 0, step, step);
  }

  @Test
  void resume_givesValuesOptimizerAndPlaceBack() {
    Weights saved = Weights.of("w", 1, -2, Float.MIN_VALUE);
    AdamW optimizer = new AdamW(List.of(saved), AdamW.Settings.defaults());
    saved.gradient().put(0, 3);
    optimizer.step(0.1);
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      SavedRun run = new SavedRun(store, 5, SavedRunTest::described, List.of());
      assertTrue(run.resume(List.of(saved), AdamW.Settings.defaults()).isEmpty());
      run.afterStep(at(4), List.of(saved), optimizer);
      assertEquals(List.of(), List.copyOf(store.steps()));
      run.afterStep(at(5), List.of(saved), optimizer);
      Weights fresh = Weights.of("w", 0, 0, 0);
      SavedRun.Resumed resumed =
          run.resume(List.of(fresh), AdamW.Settings.defaults()).orElseThrow();
      assertArrayEquals(saved.values().array(), fresh.values().array());
      assertEquals(at(5), resumed.cursor());
      assertEquals(1, resumed.optimizer().steps());
      for (Weights w : List.of(saved, fresh)) {
        w.gradient().put(1, 1);
      }
      optimizer.step(0.1);
      resumed.optimizer().step(0.1);
      assertArrayEquals(saved.values().array(), fresh.values().array());
    }
  }

  @Test
  void resume_otherParameters_changesNothing() {
    Weights saved = Weights.of("w", 1, 2);
    AdamW optimizer = new AdamW(List.of(saved), AdamW.Settings.defaults());
    try (CheckpointStore store = CheckpointStore.open(folder, Retention.all())) {
      SavedRun run = new SavedRun(store, 1, SavedRunTest::described, List.of());
      run.save(at(1), List.of(saved), optimizer);
      for (Weights other : List.of(Weights.of("v", 7, 7), Weights.of("w", 7, 7, 7))) {
        float[] before = other.values().array().clone();
        assertThrows(
            IllegalArgumentException.class,
            () -> run.resume(List.of(other), AdamW.Settings.defaults()));
        assertArrayEquals(before, other.values().array());
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> new SavedRun(store, 0, SavedRunTest::described, List.of()));
    }
  }

  @Test
  void values_cutAnywhere_areRefusedWhole() throws IOException {
    Weights first = Weights.of("a", 1, 2);
    Weights second = Weights.of("b", 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParameterValues.write(List.of(first, second), out);
    byte[] bytes = out.toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      Weights a = Weights.of("a", 8, 8);
      Weights b = Weights.of("b", 8);
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class,
          () -> ParameterValues.read(List.of(a, b), new ByteArrayInputStream(cut)));
      assertArrayEquals(new float[] {8, 8}, a.values().array());
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> ParameterValues.read(List.of(first, second), new ByteArrayInputStream(longer)));
    Weights a = Weights.of("a", 0, 0);
    Weights b = Weights.of("b", 0);
    ParameterValues.read(List.of(a, b), new ByteArrayInputStream(bytes));
    assertArrayEquals(new float[] {1, 2}, a.values().array());
    assertArrayEquals(new float[] {3}, b.values().array());
  }
}
