package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.Learner;
import io.github.salmon4j.training.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A learner as it was: 12 bytes for each entry of a parameter. */
final class Snapshot {

  private final Learner learner;
  private final long steps;
  private final List<float[]> values = new ArrayList<>();
  private final byte[] moments;

  private Snapshot(Learner learner) {
    this.learner = learner;
    this.steps = learner.optimizer().steps();
    for (Parameter parameter : learner.model().parameters()) {
      FloatBuffer buffer = parameter.values();
      float[] copy = new float[buffer.limit()];
      buffer.get(0, copy);
      values.add(copy);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    learner.optimizer().save(out);
    moments = out.toByteArray();
  }

  static Snapshot of(Learner learner) {
    return new Snapshot(learner);
  }

  /** Puts everything back. {@return the learner, perhaps with another optimizer of that state} */
  Learner restore(AdamW.Settings settings) {
    learner.optimizer().clearGradients();
    if (learner.optimizer().steps() == steps) {
      return learner;
    }
    List<Parameter> parameters = learner.model().parameters();
    for (int i = 0; i < values.size(); i++) {
      parameters.get(i).values().put(0, values.get(i));
    }
    AdamW restored = AdamW.restore(parameters, settings, new ByteArrayInputStream(moments));
    return new Learner(learner.model(), restored);
  }
}
