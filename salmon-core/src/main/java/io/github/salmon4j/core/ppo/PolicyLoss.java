package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.ppo.RatioReport;
import java.util.Objects;

/**
 * The policy loss over some rows, and how far the policy has moved on them.
 *
 * @param loss the loss and its gradient with respect to the log-probabilities, [B, T]
 * @param ratio what became of the ratio of new to old probability
 */
public record PolicyLoss(Loss loss, RatioReport ratio) {

  /** Checks that nothing is null. */
  public PolicyLoss {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(ratio, "ratio");
  }
}
