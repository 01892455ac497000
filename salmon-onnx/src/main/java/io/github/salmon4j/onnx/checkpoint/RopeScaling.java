package io.github.salmon4j.onnx.checkpoint;

/** How the rotary frequencies are stretched for contexts longer than a model first learned. */
public sealed interface RopeScaling {

  /** Frequencies as they are: {@code theta^(-2i/D)}. */
  record Unscaled() implements RopeScaling {}

  /**
   * Every frequency divided by one factor.
   *
   * @param factor the divisor, 1 or more
   */
  record Linear(double factor) implements RopeScaling {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is not a finite number of at least 1
     */
    public Linear {
      requireFactor(factor);
    }
  }

  /**
   * LLaMA 3's rule: wavelengths below {@code originalMaxPositions / highFrequencyFactor} stay,
   * those above {@code originalMaxPositions / lowFrequencyFactor} are divided by the factor, and
   * those between are blended linearly.
   *
   * @param factor the divisor of low frequencies, 1 or more
   * @param lowFrequencyFactor where full scaling begins, greater than 0
   * @param highFrequencyFactor where scaling ends, greater than {@code lowFrequencyFactor}
   * @param originalMaxPositions the context length of the first training, in tokens, 1 or more
   */
  record Llama3(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      int originalMaxPositions)
      implements RopeScaling {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public Llama3 {
      requireFactor(factor);
      if (!(lowFrequencyFactor > 0 && lowFrequencyFactor < highFrequencyFactor)
          || Double.isInfinite(highFrequencyFactor)) {
        throw new IllegalArgumentException(
            "frequency factors: expected 0 < low < high, found "
                + (lowFrequencyFactor + " and " + highFrequencyFactor));
      }
      if (originalMaxPositions < 1) {
        throw new IllegalArgumentException(
            "original positions: expected 1 or more, found " + originalMaxPositions);
      }
    }
  }

  private static void requireFactor(double factor) {
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("factor: expected 1 or more, found " + factor);
    }
  }
}
