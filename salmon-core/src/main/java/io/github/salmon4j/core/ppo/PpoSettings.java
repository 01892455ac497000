package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Aggregation;
import java.util.Objects;

/**
 * How a batch of experience is used.
 *
 * @param epochs how often each response is visited; at least 1; 2 in the released SALMON code
 * @param minibatchRows responses of one optimizer step; at least 1; 288 in paper and released code
 * @param policyLoss the policy loss; range 0.2 in the released code, the paper does not say
 * @param valueLoss the value loss; range 0.2 and weight 0.1 in the released code, the paper does
 *     not say
 * @param entropyWeight weight of the {@linkplain SampledEntropy entropy bonus}; finite, 0 for none;
 *     none in the released code
 * @param aggregation how tokens are averaged over a minibatch; over all slots, padding included, in
 *     the released code
 * @param maxGradientNorm the policy's and the value model's gradients, taken as one vector, are
 *     scaled down to this L2 norm; above 0, infinity for never; 1.0 in paper and released code
 * @param divergenceLimit the update ends before a minibatch on which the policy's divergence from
 *     the one that sampled (estimator k3, mean over tokens, in nats) is above this; above 0,
 *     infinity for never; never in the released code
 */
public record PpoSettings(
    int epochs,
    int minibatchRows,
    ClippedSurrogate policyLoss,
    ClippedValueLoss valueLoss,
    double entropyWeight,
    Aggregation aggregation,
    double maxGradientNorm,
    double divergenceLimit) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PpoSettings {
    Objects.requireNonNull(policyLoss, "policyLoss");
    Objects.requireNonNull(valueLoss, "valueLoss");
    Objects.requireNonNull(aggregation, "aggregation");
    require(epochs >= 1, "epochs", "1 or more", epochs);
    require(minibatchRows >= 1, "minibatch rows", "1 or more", minibatchRows);
    require(
        entropyWeight >= 0 && entropyWeight < Double.POSITIVE_INFINITY,
        "entropy weight",
        "a finite number of 0 or more",
        entropyWeight);
    require(maxGradientNorm > 0, "largest gradient norm", "above 0", maxGradientNorm);
    require(divergenceLimit > 0, "divergence limit", "above 0", divergenceLimit);
  }

  /**
   * {@return how many minibatches an update has that does not end early}
   *
   * @param rows responses with tokens, 0 or more
   */
  public int minibatches(int rows) {
    return epochs * (int) (((long) rows + minibatchRows - 1) / minibatchRows);
  }

  static void require(boolean holds, String what, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
  }
}
