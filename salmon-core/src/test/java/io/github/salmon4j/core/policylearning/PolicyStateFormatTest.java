package io.github.salmon4j.core.policylearning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.reward.ScoreStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyStateFormatTest {

  private static final RunSeed SEED = new RunSeed(-5);
  private static final PlanMark PLAN = new PlanMark(4, "principles", "interventions");

  private static PolicyState state(KlController penalty, ScoreNormalization normalization) {
    return new PolicyState(17, 2, penalty, normalization, PLAN);
  }

  private static byte[] written(PolicyState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PolicyStateFormat.write(state, SEED, new DataOutputStream(out));
    return out.toByteArray();
  }

  private static PolicyState read(byte[] bytes) throws IOException {
    return PolicyStateFormat.read(new DataInputStream(new ByteArrayInputStream(bytes)), SEED);
  }

  private static String refused(byte[] bytes) {
    return assertThrows(IllegalArgumentException.class, () -> read(bytes)).getMessage();
  }

  @Test
  void state_ofEachKind_isReadAsWritten() throws IOException {
    List<PolicyState> states =
        List.of(
            state(new KlController.Fixed(0.3), new ScoreNormalization.None()),
            state(
                new KlController.Adaptive(0.07, 6, 0.125),
                new ScoreNormalization.Running(new ScoreStatistics(9, -1.5, 20.25))),
            state(new KlController.Fixed(0), new ScoreNormalization.Reference(-0.75, 2.5)));
    for (PolicyState state : states) {
      assertEquals(state, read(written(state)));
    }
  }

  @Test
  void bytes_missingOrTooMany_areRefused() throws IOException {
    byte[] bytes = written(state(new KlController.Fixed(0.3), new ScoreNormalization.None()));
    for (int length = 0; length < bytes.length; length++) {
      assertEquals(
          "trainer state: expected more, found the end", refused(Arrays.copyOf(bytes, length)));
    }
    assertEquals(
        "trainer state, bytes behind the plan: expected -1, found 0",
        refused(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void unknownKinds_areRefused() throws IOException {
    byte[] bytes = written(state(new KlController.Fixed(0.3), new ScoreNormalization.None()));
    byte[] penalty = bytes.clone();
    penalty[28] = 7;
    assertEquals("trainer state, penalty: expected a known kind, found 7", refused(penalty));
    byte[] normalization = bytes.clone();
    normalization[37] = 7;
    assertEquals(
        "trainer state, normalization: expected a known kind, found 7", refused(normalization));
  }
}
