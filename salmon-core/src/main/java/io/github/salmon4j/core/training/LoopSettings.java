package io.github.salmon4j.core.training;

/**
 * What a run takes in memory and how often it is measured. Neither changes what is learned, beyond
 * the rounding of gradients that a model adds up in another order.
 *
 * @param microBatch most examples of one forward pass, at least 1: a batch is computed in parts of
 *     this size, whose gradients add up to the whole's; released SALMON code: 4 per device
 * @param evaluateEvery optimizer steps from one evaluation on held-out examples to the next; 0 for
 *     none; released code: 20 for reward models
 */
public record LoopSettings(int microBatch, int evaluateEvery) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public LoopSettings {
    Checks.requireAtLeastOne("micro-batch", microBatch);
    if (evaluateEvery < 0) {
      throw new IllegalArgumentException(
          "steps between evaluations: expected 0 or more, found " + evaluateEvery);
    }
  }

  boolean evaluatesAfter(long step) {
    return evaluateEvery > 0 && step % evaluateEvery == 0;
  }
}
