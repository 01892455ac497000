package io.github.salmon4j.core.optimizer;

/** How long a learning rate rises from 0 before it is at its peak. */
public sealed interface Warmup {

  /** No rise: the first step is at the peak. */
  Warmup NONE = new Steps(0);

  /**
   * {@return the number of steps below the peak}
   *
   * @param totalSteps steps of the whole run
   */
  long steps(long totalSteps);

  /**
   * A number of steps.
   *
   * @param count steps below the peak, 0 or more; 5 in the released SALMON code's PPO, 100 in
   *     SELF-ALIGN's principle engraving
   */
  record Steps(long count) implements Warmup {

    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Steps {
      if (count < 0) {
        throw new IllegalArgumentException("warm-up steps: expected 0 or more, found " + count);
      }
    }

    @Override
    public long steps(long totalSteps) {
      return count;
    }
  }

  /**
   * A part of the run, rounded up to steps as Hugging Face's trainers do: {@code ceil(ratio *
   * total)}, in double, so that 0.07 of 100 steps are 8.
   *
   * @param ratio from 0 to 1; in the released SALMON code 0.01 for preference-model pre-training,
   *     0.03 for reward models and supervised fine-tuning
   */
  record Ratio(double ratio) implements Warmup {

    /**
     * Checks the ratio.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Ratio {
      if (!(ratio >= 0 && ratio <= 1)) {
        throw new IllegalArgumentException("warm-up ratio: expected 0 to 1, found " + ratio);
      }
    }

    @Override
    public long steps(long totalSteps) {
      return (long) Math.ceil(totalSteps * ratio);
    }
  }
}
