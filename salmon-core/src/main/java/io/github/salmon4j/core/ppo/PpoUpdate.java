package io.github.salmon4j.core.ppo;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Parameter;
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

  /** Beyond this, the square of a gradient's entry may be no finite float. */
  private static final double LARGEST_NORM = Math.sqrt(Float.MAX_VALUE);

  private final Learner policy;
  private final Learner value;
  private final PpoSettings settings;
  private final int microBatchRows;

  /**
   * An update that gives each model a whole minibatch at once.
   *
   * @param policy its outputs are log-probabilities [B, T] at the temperature of sampling
   * @param value its outputs are values [B, T]
   * @param settings the settings
   */
  public PpoUpdate(Learner policy, Learner value, PpoSettings settings) {
    this(policy, value, settings, Integer.MAX_VALUE);
  }

  /**
   * An update that takes less memory.
   *
   * @param policy its outputs are log-probabilities [B, T] at the temperature of sampling
   * @param value its outputs are values [B, T]
   * @param settings the settings
   * @param microBatchRows most responses of one forward pass; 1 or more. The gradients of a
   *     minibatch's parts add up to its own.
   * @throws IllegalArgumentException if the number is not 1 or more
   */
  public PpoUpdate(Learner policy, Learner value, PpoSettings settings, int microBatchRows) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.value = Objects.requireNonNull(value, "value");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.microBatchRows = microBatchRows;
    PpoSettings.require(microBatchRows >= 1, "micro-batch rows", "1 or more", microBatchRows);
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
   *     experience. As after cancelling, the models are as the last whole minibatch left them, and
   *     gradients may be left over.
   * @throws ArithmeticException if a gradient is not finite; likewise
   */
  public UpdateReport update(
      Experience experience, double learningRate, RandomGenerator random, Monitor monitor) {
    return run(experience, learningRate, random, monitor, List.of(policy, value));
  }

  /**
   * Updates the value model alone: the policy is not even run. For the first steps of a run whose
   * value model knows nothing yet. Neither SALMON nor TRL does so.
   *
   * @param experience B responses and what is known about them
   * @param learningRate of every optimizer step of this update; finite, 0 or more
   * @param random shuffles the responses: one permutation for each epoch
   * @param monitor hears of each minibatch and may cancel between two
   * @return what the update did; nothing of the policy is in it
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws NonFiniteException as for both
   * @throws ArithmeticException as for both
   */
  public UpdateReport updateValue(
      Experience experience, double learningRate, RandomGenerator random, Monitor monitor) {
    return run(experience, learningRate, random, monitor, List.of(value));
  }

  private UpdateReport run(
      Experience experience,
      double learningRate,
      RandomGenerator random,
      Monitor monitor,
      List<Learner> learners) {
    Objects.requireNonNull(monitor, "monitor");
    int[] rows = experience.rowsWithTokens().toArray();
    int total = settings.minibatches(rows.length);
    int perEpoch = total / settings.epochs();
    UpdateTally tally = new UpdateTally();
    for (int k = 0; k < total; k++) {
      monitor.checkpoint(k, total);
      if (k % perEpoch == 0) {
        shuffleInPlace(rows, random);
      }
      int from = k % perEpoch * settings.minibatchRows();
      int to = (int) Math.min(rows.length, (long) from + settings.minibatchRows());
      learners.forEach(learner -> learner.optimizer().clearGradients());
      if (!backward(experience, Arrays.copyOfRange(rows, from, to), learners, tally)) {
        learners.forEach(learner -> learner.optimizer().clearGradients());
        break;
      }
      tally.addStep(clipGradients(learners));
      learners.forEach(learner -> learner.optimizer().step(learningRate));
    }
    monitor.progressed(total, total);
    return tally.report(experience);
  }

  /**
   * Adds the gradients of a minibatch and returns true, or false if the policy has gone too far.
   */
  private boolean backward(
      Experience experience, int[] rows, List<Learner> learners, UpdateTally tally) {
    try {
      Minibatch minibatch = new Minibatch(experience.select(rows), settings, microBatchRows);
      if (learners.contains(policy)) {
        PolicyFindings found = minibatch.backwardPolicy(policy.model());
        tally.add(found);
        if (found.ratio().divergence() > settings.divergenceLimit()) {
          return false;
        }
      }
      tally.add(minibatch.backwardValue(value.model()));
      return true;
    } catch (NonFiniteException e) {
      throw e.inRow(rows[e.row()]);
    }
  }

  /** {@return the norm before} */
  private double clipGradients(List<Learner> learners) {
    List<Parameter> parameters =
        Stream.of(policy, value)
            .filter(learners::contains)
            .flatMap(learner -> learner.model().parameters().stream())
            .toList();
    double max = settings.maxGradientNorm();
    double norm =
        Double.isInfinite(max)
            ? GradientNorm.l2(parameters)
            : GradientNorm.clipInPlace(parameters, max);
    if (Math.min(norm, max) > LARGEST_NORM) { // or one optimizer would move and the other refuse
      throw new ArithmeticException(
          "gradient norm: expected a number with a finite square, found " + norm);
    }
    return norm;
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
