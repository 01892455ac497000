package io.github.salmon4j.ppo;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.prompt.Prompt;
import java.util.List;

/**
 * Improves a policy, one step at a time: collect responses, score them under sampled principles,
 * shape rewards, estimate advantages, update policy and value model.
 *
 * <p>For one thread at a time. A step that fails or is cancelled changes nothing at all: taken
 * again, it does what it would have done. One that meets a number that is not finite is {@linkplain
 * StepOutcome.Skipped skipped}: models, optimizers and whatever else learns are as they were before
 * it, bit for bit, but its number is used up, so that the next step draws anew.
 */
public interface PpoTrainer {

  /**
   * Takes one step.
   *
   * @param prompts the step's B prompts
   * @param monitor hears how far the step has come, in rollouts and optimizer steps, and may cancel
   *     wherever it hears
   * @return what the step did
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there is no prompt, or one does not fit the policy; names
   *     it, from 0
   */
  PpoStepReport step(List<Prompt> prompts, Monitor monitor);

  /** {@return the number of steps finished so far, resumed and skipped ones included} */
  long stepsTaken();
}
