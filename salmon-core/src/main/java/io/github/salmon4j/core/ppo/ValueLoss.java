package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.loss.Loss;
import java.util.Objects;

/**
 * The value loss over some rows, and how often its clip decided.
 *
 * @param loss the loss and its gradient with respect to the values, [B, T]
 * @param clipFraction share of tokens that count whose term is the clipped one, 0 to 1
 */
public record ValueLoss(Loss loss, double clipFraction) {

  /** Checks that nothing is null. */
  public ValueLoss {
    Objects.requireNonNull(loss, "loss");
  }
}
