package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.advantage.AdvantageEstimate;
import io.github.salmon4j.core.advantage.AdvantageEstimation;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.ScorePlacement;
import io.github.salmon4j.core.advantage.ScoredResponses;
import io.github.salmon4j.core.ppo.Experience;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.TokenBatch;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What there is to learn from the rollouts of a step: from scored responses to experience. A
 * response without tokens teaches nothing and is left out.
 */
final class Lesson {

  private final int[] rows;
  private final List<Rollout> rollouts;
  private final TokenBatch sequences;

  private Lesson(int[] rows, List<Rollout> rollouts) {
    this.rows = rows;
    this.rollouts = rollouts;
    this.sequences = new TokenBatch(rollouts.stream().map(Rollout::sequence).toList());
  }

  /** {@return the lesson of these rollouts, of which at least one has a token} */
  static Lesson of(List<Rollout> all) {
    int[] rows = IntStream.range(0, all.size()).filter(b -> tokens(all.get(b)) > 0).toArray();
    return new Lesson(rows, IntStream.of(rows).mapToObj(all::get).toList());
  }

  static int tokens(Rollout rollout) {
    return rollout.sequence().response().size();
  }

  /** {@return the row among all rollouts of a row of the experience} */
  int rowAmongAll(int row) {
    return rows[row];
  }

  /**
   * {@return advantages and returns of the rollouts}
   *
   * @param beta coefficient of the divergence penalty
   * @param slots columns of the estimate if the score goes to the last one: padding counts in
   *     statistics then, with a value of 0, as in the released SALMON code
   */
  Experience experience(double beta, AdvantageSettings settings, int slots) {
    boolean padded = settings.scorePlacement() == ScorePlacement.LAST_SLOT;
    int width = padded ? slots : sequences.responseLength();
    ValidTokens mask = padded ? ValidTokens.all(rollouts.size(), slots) : sequences.validTokens();
    FloatMatrix logProbs = matrix(width, rollout -> rollout.logProbs().toArray());
    FloatMatrix values = matrix(width, rollout -> rollout.trace().values().toArray());
    ScoredResponses scored =
        new ScoredResponses(
            logProbs,
            matrix(width, rollout -> rollout.referenceLogProbs().toArray()),
            values,
            rollouts.stream().map(Rollout::totalReward).toList(),
            mask);
    AdvantageEstimate estimate = AdvantageEstimation.estimate(scored, beta, settings);
    return new Experience(
        sequences, cut(logProbs), cut(values), cut(estimate.advantages()), cut(estimate.returns()));
  }

  private FloatMatrix cut(FloatMatrix matrix) {
    int[] all = IntStream.range(0, rollouts.size()).toArray();
    return matrix.select(all, sequences.responseLength());
  }

  private FloatMatrix matrix(int width, Function<Rollout, float[]> row) {
    float[] entries = new float[rollouts.size() * width];
    for (int b = 0; b < rollouts.size(); b++) {
      float[] values = row.apply(rollouts.get(b));
      System.arraycopy(values, 0, entries, b * width, values.length);
    }
    return FloatMatrix.of(rollouts.size(), width, entries);
  }
}
