package io.github.salmon4j.ppo;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;

/**
 * Improves a policy, one step at a time: collect responses, score them under sampled principles,
 * shape rewards, estimate advantages, update policy and value model.
 *
 * <p>For one thread at a time. A step that fails, is cancelled, or meets a number that is not
 * finite leaves policy, value model and optimizer as they were before it.
 */
public interface PpoTrainer {

  /**
   * Takes one step.
   *
   * @param prompts the step's B prompts
   * @param monitor hears of finished rollouts and optimizer steps and may cancel
   * @return what the step did
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there is no prompt, or one does not fit the policy
   * @throws ArithmeticException if a loss, reward or gradient is not finite; the message names
   *     step, row and prompt
   */
  PpoStepReport step(List<Prompt> prompts, Monitor monitor);

  /** {@return the number of steps taken so far, resumed ones included} */
  long stepsTaken();
}
