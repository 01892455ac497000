package io.github.salmon4j.core.advantage;

/**
 * The KL coefficient {@code beta} and what it becomes after a step. A value: the whole state is in
 * its components, so writing it down is a checkpoint.
 */
public sealed interface KlController {

  /** {@return the coefficient {@code beta} of the next step, per nat} */
  double coefficient();

  /**
   * {@return the controller after a step}
   *
   * @param kl mean divergence of a response in that step, in nats, summed over its tokens (see
   *     {@link KlDivergence#meanPerSequence}); an estimate may be negative
   * @throws IllegalArgumentException if it is not finite
   */
  KlController next(double kl);

  /**
   * A coefficient that stays.
   *
   * @param coefficient {@code beta}, 0 or more; SALMON: 0.02 in the paper, 0.01 in the released
   *     script; AlpacaFarm 0.0067
   */
  record Fixed(double coefficient) implements KlController {

    /**
     * Checks the coefficient.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Fixed {
      Bounds.requireNonNegative("KL coefficient", coefficient);
    }

    @Override
    public KlController next(double kl) {
      Bounds.requireFinite("kl", kl);
      return this;
    }
  }

  /**
   * A coefficient that follows a target.
   *
   * <pre>
   *   e = clip(kl / target - 1, -0.2, 0.2)        beta := beta (1 + gain e)
   * </pre>
   *
   * <p>Source: Ziegler et al. 2019, section 2.2, arXiv:1909.08593. The released SALMON code takes
   * these options and ignores them.
   *
   * @param coefficient {@code beta} now, above 0
   * @param target the divergence of a response to stay near, in nats, above 0; AlpacaFarm 6
   * @param gain how fast, {@code K_beta}, above 0 and below 5, where {@code beta} could reach 0;
   *     Ziegler et al. and AlpacaFarm 0.1
   */
  record Adaptive(double coefficient, double target, double gain) implements KlController {

    private static final double LARGEST_ERROR = 0.2;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Adaptive {
      Bounds.requirePositive("KL coefficient", coefficient);
      Bounds.requirePositive("KL target", target);
      if (!(gain > 0 && gain * LARGEST_ERROR < 1)) {
        throw new IllegalArgumentException(
            "KL gain: expected a number above 0 and below 5, found " + gain);
      }
    }

    /**
     * {@return a controller with its gain given by a horizon: {@code gain = responses / horizon}}
     *
     * <p>The form of OpenAI's lm-human-preferences and of PPO in TRL.
     *
     * @param coefficient {@code beta} at the start, above 0
     * @param target the divergence of a response to stay near, in nats, above 0; there 6
     * @param responses responses of one step, at least 1
     * @param horizon responses over which the coefficient can change by about a fifth; there 10000
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Adaptive ofHorizon(
        double coefficient, double target, int responses, int horizon) {
      if (responses < 1 || horizon < 1) {
        throw new IllegalArgumentException(
            "responses and horizon: expected 1 or more, found " + responses + " and " + horizon);
      }
      return new Adaptive(coefficient, target, (double) responses / horizon);
    }

    @Override
    public Adaptive next(double kl) {
      Bounds.requireFinite("kl", kl);
      double error = Math.max(-LARGEST_ERROR, Math.min(kl / target - 1, LARGEST_ERROR));
      return new Adaptive(coefficient * (1 + gain * error), target, gain);
    }
  }
}
