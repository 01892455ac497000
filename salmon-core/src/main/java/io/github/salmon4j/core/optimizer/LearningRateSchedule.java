package io.github.salmon4j.core.optimizer;

import java.util.Objects;

/**
 * The learning rate over the steps of a run: a linear rise from 0, then a decay.
 *
 * <pre>
 *   lr(s) = peak * s / W         if s &lt; W
 *   lr(s) = peak * decay(s)      otherwise
 * </pre>
 *
 * <p>Symbols: {@code s} step from 0, {@code W} warm-up steps, {@code N} total steps. These are
 * Hugging Face's schedules: with a warm-up the first step, {@code s = 0}, has rate 0 and moves
 * nothing; the rate 0 at the other end, {@code s = N}, is never used by a run of N steps.
 *
 * <p>What a step is, is the caller's choice. Supervised stages count optimizer steps; the released
 * SALMON code counts PPO steps, so that the four optimizer steps of one PPO step share one rate.
 *
 * @param peak the highest rate, finite and above 0; released SALMON code: 5e-5 for preference-model
 *     pre-training, 3e-5 for reward models, 2e-5 for PPO (paper too)
 * @param decay what follows the warm-up; cosine in SALMON, linear in SELF-ALIGN
 * @param warmup how long the rate rises; {@code W} may exceed {@code N}
 * @param totalSteps {@code N}, 1 or more; a constant rate needs it for a warm-up by ratio alone
 */
public record LearningRateSchedule(double peak, Decay decay, Warmup warmup, long totalSteps) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LearningRateSchedule {
    Objects.requireNonNull(decay, "decay");
    Objects.requireNonNull(warmup, "warmup");
    if (!(peak > 0) || Double.isInfinite(peak)) {
      throw new IllegalArgumentException(
          "peak learning rate: expected a finite number above 0, found " + peak);
    }
    if (totalSteps < 1) {
      throw new IllegalArgumentException("total steps: expected 1 or more, found " + totalSteps);
    }
  }

  /**
   * {@return the same rate at every step}
   *
   * @param rate the rate, finite and above 0
   * @throws IllegalArgumentException if it is not
   */
  public static LearningRateSchedule constant(double rate) {
    return new LearningRateSchedule(rate, Decay.CONSTANT, Warmup.NONE, 1);
  }

  /**
   * {@return the learning rate of a step}
   *
   * @param step from 0; may lie beyond the end
   * @throws IllegalArgumentException if it is negative
   */
  public double at(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step: expected 0 or more, found " + step);
    }
    long rising = warmup.steps(totalSteps);
    if (step < rising) {
      return peak * ((double) step / rising);
    }
    return peak * factor(step, rising, Math.max(1, totalSteps - rising));
  }

  private double factor(long step, long rising, long falling) {
    return switch (decay) {
      case CONSTANT -> 1;
      case LINEAR -> Math.max(0, (double) (totalSteps - step) / falling);
      case COSINE -> (1 + StrictMath.cos(Math.PI * ((double) (step - rising) / falling))) / 2;
    };
  }

  /** What follows the warm-up, as a factor of the peak. */
  public enum Decay {
    /** {@code 1}. */
    CONSTANT,
    /** {@code max(0, (N - s) / max(1, N - W))}. */
    LINEAR,
    /**
     * {@code (1 + cos(pi (s - W) / max(1, N - W))) / 2} (Loshchilov and Hutter 2017, eq. 5,
     * arXiv:1608.03983). As Hugging Face's, it rises again beyond the end: a run should not outlast
     * its schedule.
     */
    COSINE
  }
}
