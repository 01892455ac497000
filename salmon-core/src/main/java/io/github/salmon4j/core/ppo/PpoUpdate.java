package io.github.salmon4j.core.ppo;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The update of a PPO step: a few epochs over the experience in shuffled minibatches, an optimizer
 * step for each.
 *
 * <pre>
 *   for each epoch, for each minibatch of the shuffled responses:
 *     policy:  logp = policy(minibatch)     backward(dL/dlogp)     L  clipped surrogate - entropy
 *     value:   v    = value(minibatch)      backward(dLv/dv)       Lv clipped squared error
 *     clip the gradient of both, as one vector;  optimizer step
 * </pre>
 *
 * <p>Source: Schulman et al. 2017, algorithm 1; SALMON, section 3.4. The last minibatch of an epoch
 * may be smaller; each is averaged over its own tokens. Advantages are taken as they come:
 * whitening is done over the whole batch, before. A response without tokens teaches nothing and is
 * left out. Padding never counts here; the released SALMON code lets it.
 *
 * <p>For one thread at a time. The same models, experience and generator give the same result, bit
 * for bit if the models compute so.
 */
public final class PpoUpdate {

  private final DifferentiableModel policy;
  private final DifferentiableModel value;
  private final AdamW optimizer;
  private final PpoSettings settings;
  private final List<Parameter> parameters;

  /**
   * An update of these models.
   *
   * @param policy its outputs are log-probabilities [B, T] at the temperature of sampling
   * @param value its outputs are values [B, T]
   * @param optimizer moves the parameters of both
   * @param settings the settings
   */
  public PpoUpdate(
      DifferentiableModel policy,
      DifferentiableModel value,
      AdamW optimizer,
      PpoSettings settings) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.value = Objects.requireNonNull(value, "value");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.parameters =
        Stream.of(policy, value).flatMap(model -> model.parameters().stream()).toList();
  }

  /**
   * Updates both models.
   *
   * @param experience B responses and what is known about them
   * @param learningRate of every optimizer step of this update; finite, 0 or more
   * @param random shuffles the responses: one permutation for each epoch begun
   * @param monitor hears of each minibatch and may cancel between two
   * @return what the update did
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws NonFiniteException if an output or a loss is not finite; its row is that of the
   *     experience. As after cancelling, the models are as the last whole minibatch left them.
   * @throws ArithmeticException if a gradient is not finite; likewise
   */
  public UpdateReport update(
      Experience experience, double learningRate, RandomGenerator random, Monitor monitor) {
    Objects.requireNonNull(monitor, "monitor");
    int[] rows = experience.rowsWithTokens().toArray();
    int size = settings.minibatchRows();
    int perEpoch = (rows.length + size - 1) / size;
    int total = perEpoch * settings.epochs();
    UpdateTally tally = new UpdateTally();
    for (int k = 0; k < total; k++) {
      monitor.checkpoint(k, total);
      if (k % perEpoch == 0) {
        shuffleInPlace(rows, random);
      }
      int from = k % perEpoch * size;
      int[] chosen = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + size));
      optimizer.clearGradients();
      try {
        if (!backward(experience.select(chosen), tally)) {
          break;
        }
      } catch (NonFiniteException e) {
        throw e.inRow(chosen[e.row()]);
      }
      tally.addStep(clipGradients());
      optimizer.step(learningRate);
    }
    monitor.progressed(total, total);
    return tally.report(experience);
  }

  /**
   * Adds the gradients of a minibatch, or none and returns false if the policy has gone too far.
   */
  private boolean backward(Experience minibatch, UpdateTally tally) {
    TokenWeights weights = settings.aggregation().weights(minibatch.mask());
    try (Pass pass = policy.forward(minibatch.sequences())) {
      FloatMatrix logProbs = pass.outputs();
      PolicyLoss loss =
          settings
              .policyLoss()
              .loss(logProbs, minibatch.logProbs(), minibatch.advantages(), weights);
      tally.add(loss);
      if (loss.ratio().divergence() > settings.divergenceLimit()) {
        return false;
      }
      pass.backward(withEntropy(loss.loss(), logProbs, minibatch, weights).gradient());
    }
    try (Pass pass = value.forward(minibatch.sequences())) {
      ValueLoss loss =
          settings
              .valueLoss()
              .loss(pass.outputs(), minibatch.values(), minibatch.returns(), weights);
      tally.add(loss, minibatch.mask().count());
      pass.backward(loss.loss().gradient());
    }
    return true;
  }

  private Loss withEntropy(
      Loss loss, FloatMatrix logProbs, Experience minibatch, TokenWeights weights) {
    double weight = settings.entropyWeight();
    return weight == 0
        ? loss
        : loss.plus(SampledEntropy.loss(logProbs, minibatch.logProbs(), weights, weight));
  }

  /** {@return the norm before} */
  private double clipGradients() {
    double max = settings.maxGradientNorm();
    return Double.isInfinite(max)
        ? GradientNorm.l2(parameters)
        : GradientNorm.clipInPlace(parameters, max);
  }

  /** Fisher and Yates. */
  private static void shuffleInPlace(int[] rows, RandomGenerator random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}
