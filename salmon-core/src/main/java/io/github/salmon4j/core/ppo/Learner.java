package io.github.salmon4j.core.ppo;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.training.DifferentiableModel;
import java.util.Objects;

/**
 * A model and the optimizer that moves it. Policy and value model have one each, so that one can
 * learn while the other stands still; for AdamW, whose formulas know only single entries and the
 * number of the step, two that always move together are the same as one over both.
 *
 * @param model the model
 * @param optimizer moves all parameters of the model and no others
 */
public record Learner(DifferentiableModel model, AdamW optimizer) {

  /** Checks that nothing is null. */
  public Learner {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(optimizer, "optimizer");
  }
}
