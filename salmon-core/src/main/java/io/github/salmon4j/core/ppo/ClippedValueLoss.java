package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;

/**
 * The value loss: half the squared error of the estimates, or of the estimates held near what they
 * were when the response was sampled, whichever is larger.
 *
 * <pre>
 *   c = clip(v, vOld - range, vOld + range)
 *   l = max((v - G)^2, (c - G)^2) / 2
 *   L = weight * sum over (b, t) of w[b, t] l[b, t]
 * </pre>
 *
 * <p>Symbols, all [B, T]: {@code v}, {@code vOld} value estimates now and when the response was
 * sampled; {@code G} returns; {@code w} {@linkplain TokenWeights weights}. The derivative of l with
 * respect to v is {@code v - G} where the unclipped error is at least as large, else 0.
 *
 * <p>Sources: OpenAI's baselines and lm-human-preferences, the released SALMON code and TRL, all
 * with range 0.2 and weight 0.1 except baselines' 0.5; the PPO paper has no clipping here. With
 * rewards scaled by 10, as in the released code, 0.2 lets the estimates follow only slowly: clip
 * not at all ({@link #unclipped}) or scale the range too.
 *
 * @param range how far an estimate may move and still be rewarded, in units of reward; above 0;
 *     infinity for any
 * @param weight multiplier of the loss and its gradient; 0 or more
 */
public record ClippedValueLoss(double range, double weight) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ClippedValueLoss {
    PpoSettings.require(range > 0, "value clip range", "above 0", range);
    PpoSettings.require(
        weight >= 0 && weight < Double.POSITIVE_INFINITY,
        "value loss weight",
        "a finite number of 0 or more",
        weight);
  }

  /**
   * {@return half the squared error, without clipping}
   *
   * @param weight multiplier of the loss; 0 or more
   */
  public static ClippedValueLoss unclipped(double weight) {
    return new ClippedValueLoss(Double.POSITIVE_INFINITY, weight);
  }

  /**
   * {@return the loss, its gradient with respect to the values, and how often the clip decided}
   *
   * @param values [B, T] from the model being trained
   * @param oldValues [B, T] from the model as it was when the responses were sampled
   * @param returns [B, T]
   * @param weights [B, T]
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if an input or a term that counts is not finite
   */
  public ValueLoss loss(
      FloatMatrix values, FloatMatrix oldValues, FloatMatrix returns, TokenWeights weights) {
    weights.mask().requireFinite("values", values);
    weights.mask().requireFinite("old values", oldValues);
    weights.mask().requireFinite("returns", returns);
    float[] gradient = new float[values.rows() * values.columns()];
    double loss = 0;
    long clipped = 0;
    for (int b = 0; b < values.rows(); b++) {
      for (int t = 0; t < values.columns(); t++) {
        if (weights.mask().counts(b, t)) {
          double error = (double) values.get(b, t) - returns.get(b, t);
          double held = held(values.get(b, t), oldValues.get(b, t)) - returns.get(b, t);
          double w = weight * weights.get(b, t);
          loss += w * term(error, held);
          gradient[b * values.columns() + t] = (float) (w * slope(error, held));
          clipped += held * held > error * error ? 1 : 0;
        }
      }
    }
    FloatMatrix slopes = FloatMatrix.of(values.rows(), values.columns(), gradient);
    double share = clipped / Math.max(1.0, weights.mask().count());
    return new ValueLoss(new Loss(loss, slopes), share);
  }

  /** {@return c, the estimate held near what it was} */
  double held(double value, double oldValue) {
    return Math.min(Math.max(value, oldValue - range), oldValue + range);
  }

  /** {@return l from the two errors} */
  static double term(double error, double heldError) {
    return Math.max(error * error, heldError * heldError) / 2;
  }

  /** {@return dl/dv from the two errors} */
  static double slope(double error, double heldError) {
    return error * error >= heldError * heldError ? error : 0;
  }
}
