package io.github.salmon4j.core.training;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.training.Parameter;
import java.util.List;

/**
 * Sees every place from which a run can be resumed, and saves those that it likes.
 *
 * <p>To resume: put the saved values back into the parameters, {@linkplain AdamW#restore restore}
 * the optimizer, and start the run from the saved cursor with the same data and settings.
 */
@FunctionalInterface
public interface CheckpointHook {

  /**
   * Called after every optimizer step and the evaluation that may follow it, even if that was
   * cancelled. What is handed over is live: it is as described during the call only.
   *
   * @param cursor the place reached
   * @param parameters the model's parameters; gradients are 0
   * @param optimizer its state belongs to a checkpoint
   */
  void afterStep(TrainingCursor cursor, List<Parameter> parameters, AdamW optimizer);

  /** {@return a hook that saves nothing} */
  static CheckpointHook none() {
    return (cursor, parameters, optimizer) -> {};
  }
}
