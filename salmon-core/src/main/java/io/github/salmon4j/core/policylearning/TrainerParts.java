package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.checkpoint.ParameterValues;
import io.github.salmon4j.core.checkpoint.Part;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.checkpoint.StoredCheckpoint;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.Learner;
import io.github.salmon4j.training.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a trainer writes into a checkpoint, and reads from it: everything, or nothing. */
final class TrainerParts {

  private static final String POLICY = "policy-parameters.bin";
  private static final String VALUE = "value-parameters.bin";
  private static final String POLICY_OPTIMIZER = "policy-optimizer.bin";
  private static final String VALUE_OPTIMIZER = "value-optimizer.bin";
  private static final String STATE = "trainer.bin";

  private TrainerParts() {}

  record Restored(Learner policy, Learner value, PolicyState state) {}

  static List<Part> of(Learner policy, Learner value, PolicyState state, RunSeed seed) {
    return List.of(
        Part.file(POLICY, out -> ParameterValues.write(policy.model().parameters(), out)),
        Part.file(VALUE, out -> ParameterValues.write(value.model().parameters(), out)),
        Part.file(POLICY_OPTIMIZER, policy.optimizer()::save),
        Part.file(VALUE_OPTIMIZER, value.optimizer()::save),
        Part.file(STATE, out -> PolicyStateFormat.write(state, seed, new DataOutputStream(out))));
  }

  static Restored read(
      StoredCheckpoint from, Learner policy, Learner value, AdamW.Settings settings, RunSeed seed) {
    try (InputStream in = from.read(STATE)) {
      PolicyState state = PolicyStateFormat.read(new DataInputStream(in), seed);
      AdamW policyOptimizer = optimizer(from, POLICY_OPTIMIZER, policy, settings);
      AdamW valueOptimizer = optimizer(from, VALUE_OPTIMIZER, value, settings);
      List<float[]> before = copies(policy.model().parameters());
      readValues(from, POLICY, policy);
      try {
        readValues(from, VALUE, value);
      } catch (RuntimeException e) {
        putBack(before, policy.model().parameters());
        throw e;
      }
      return new Restored(
          new Learner(policy.model(), policyOptimizer),
          new Learner(value.model(), valueOptimizer),
          state);
    } catch (IOException e) {
      throw new UncheckedIOException(from + ": " + e.getMessage(), e);
    }
  }

  private static AdamW optimizer(
      StoredCheckpoint from, String part, Learner learner, AdamW.Settings settings)
      throws IOException {
    try (InputStream in = from.read(part)) {
      return AdamW.restore(learner.model().parameters(), settings, in);
    }
  }

  private static void readValues(StoredCheckpoint from, String part, Learner learner) {
    try (InputStream in = from.read(part)) {
      ParameterValues.read(learner.model().parameters(), in);
    } catch (IOException e) {
      throw new UncheckedIOException(from + ": " + part + ": " + e.getMessage(), e);
    }
  }

  private static List<float[]> copies(List<Parameter> parameters) {
    List<float[]> copies = new ArrayList<>();
    for (Parameter parameter : parameters) {
      FloatBuffer values = parameter.values();
      float[] copy = new float[values.limit()];
      values.get(0, copy);
      copies.add(copy);
    }
    return copies;
  }

  private static void putBack(List<float[]> values, List<Parameter> parameters) {
    for (int i = 0; i < values.size(); i++) {
      parameters.get(i).values().put(0, values.get(i));
    }
  }
}
