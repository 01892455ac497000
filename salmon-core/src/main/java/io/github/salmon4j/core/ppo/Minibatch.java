package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Pass;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The gradients of one minibatch, computed in parts of a few rows. Weights are those of the whole
 * minibatch, so the parts' gradients add up to its own.
 */
final class Minibatch {

  private final Experience experience;
  private final TokenWeights weights;
  private final PpoSettings settings;
  private final int microBatchRows;

  Minibatch(Experience experience, PpoSettings settings, int microBatchRows) {
    this.experience = experience;
    this.weights = settings.aggregation().weights(experience.mask());
    this.settings = settings;
    this.microBatchRows = microBatchRows;
  }

  /** Adds the gradient of the policy loss; a finding's row is that of the minibatch. */
  PolicyFindings backwardPolicy(DifferentiableModel policy) {
    double[] loss = {0};
    RatioReport[] ratio = {RatioReport.none()};
    forEachPart(
        (part, partWeights) -> {
          try (Pass pass = policy.forward(part.sequences())) {
            FloatMatrix logProbs = pass.outputs();
            PolicyLoss found =
                settings
                    .policyLoss()
                    .loss(logProbs, part.logProbs(), part.advantages(), partWeights);
            loss[0] += found.loss().value();
            ratio[0] = ratio[0].plus(found.ratio());
            pass.backward(withEntropy(found.loss(), logProbs, part, partWeights).gradient());
          }
        });
    return new PolicyFindings(loss[0], ratio[0]);
  }

  /** Adds the gradient of the value loss; a finding's row is that of the minibatch. */
  ValueFindings backwardValue(DifferentiableModel value) {
    double[] loss = {0};
    double[] clipped = {0};
    forEachPart(
        (part, partWeights) -> {
          try (Pass pass = value.forward(part.sequences())) {
            ValueLoss found =
                settings
                    .valueLoss()
                    .loss(pass.outputs(), part.values(), part.returns(), partWeights);
            loss[0] += found.loss().value();
            clipped[0] += found.clipFraction() * part.mask().count();
            pass.backward(found.loss().gradient());
          }
        });
    return new ValueFindings(loss[0], clipped[0], experience.mask().count());
  }

  private Loss withEntropy(Loss loss, FloatMatrix logProbs, Experience part, TokenWeights w) {
    double weight = settings.entropyWeight();
    return weight == 0
        ? loss
        : loss.plus(SampledEntropy.loss(logProbs, part.logProbs(), w, weight));
  }

  private void forEachPart(BiConsumer<Experience, TokenWeights> action) {
    for (int from = 0; from < experience.rows(); ) {
      int to = (int) Math.min(experience.rows(), (long) from + microBatchRows);
      int[] rows = IntStream.range(from, to).toArray();
      Experience part = experience.select(rows);
      try {
        action.accept(part, weights.select(rows, part.mask().columns()));
      } catch (NonFiniteException e) {
        throw e.inRow(rows[e.row()]);
      }
      from = to;
    }
  }
}
