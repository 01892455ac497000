package io.github.salmon4j.core.training;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.training.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a run does, and saves what a run is resumed from. */
public final class ToyRun<R extends EvaluationReport>
    implements TrainingListener<R>, CheckpointHook {

  public final List<StepReport> steps = new ArrayList<>();
  public final Map<String, R> evaluations = new LinkedHashMap<>();
  public final List<Saved> saved = new ArrayList<>();

  /** Bytes alone, so that nothing live can slip in. */
  public record Saved(byte[] cursor, byte[] optimizer, List<float[]> values) {

    public TrainingCursor readCursor() {
      try {
        return TrainingCursor.readFrom(new DataInputStream(new ByteArrayInputStream(cursor)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public AdamW restore(ToyModel model, AdamW.Settings settings) {
      for (int i = 0; i < values.size(); i++) {
        model.parameters().get(i).values().put(values.get(i));
      }
      return AdamW.restore(model.parameters(), settings, new ByteArrayInputStream(optimizer));
    }
  }

  @Override
  public void onStep(StepReport report) {
    steps.add(report);
  }

  @Override
  public void onEvaluation(long step, String set, R report) {
    evaluations.put(step + " " + set, report);
  }

  @Override
  public void afterStep(TrainingCursor cursor, List<Parameter> parameters, AdamW optimizer) {
    try {
      ByteArrayOutputStream place = new ByteArrayOutputStream();
      cursor.writeTo(new DataOutputStream(place));
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      optimizer.save(state);
      List<float[]> values = parameters.stream().map(p -> array(p.values())).toList();
      saved.add(new Saved(place.toByteArray(), state.toByteArray(), values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Double> losses() {
    return steps.stream().map(StepReport::loss).toList();
  }

  /** A monitor that cancels once so many items are done. */
  public static Monitor cancelAfter(long items) {
    return new Monitor() {
      private boolean cancelled;

      @Override
      public void progressed(long done, long total) {
        cancelled |= done >= items;
      }

      @Override
      public boolean isCancelled() {
        return cancelled;
      }
    };
  }

  private static float[] array(FloatBuffer buffer) {
    float[] array = new float[buffer.remaining()];
    buffer.get(array);
    return array;
  }
}
