package io.github.salmon4j.core.calibration;

/** What an example's probability is. All outputs draw alike: one seed shows the same lines. */
public enum LabelOutput {
  /**
   * Exactly 1 or 0. Noise flips the label with probability e. SALMON, in the paper and in the
   * released code.
   */
  HARD,
  /**
   * The judge's confidence in the dominant principle, which is its raw margins as probabilities,
   * averaged over both orders:
   *
   * <pre>
   *   p = (sigmoid(z d12) + sigmoid(z d21)) / 2,    z = +1 affirmed, -1 negated
   * </pre>
   *
   * <p>These are softmax probabilities of the judge's two answers, as in RLAIF (Lee et al. 2023,
   * arXiv:2309.00267); scaled scores have no such meaning and only select the principle. {@code p}
   * and the dominant score are always on the same side of one half and 0. A rule's decision is
   * certain, 1 or 0. Noise is not drawn but mixed in, which is its expectation: {@code (1 - e) p +
   * e (1 - p)}.
   */
  SOFT,
  /**
   * The score of the dominant principle as a probability:
   *
   * <pre>
   *   p = sigmoid(z s)
   * </pre>
   *
   * <p>With {@link Scaling#STANDARD_DEVIATION} a judge that hardly tells two responses apart under
   * one principle, and easily under another, gives both the same weight: a reward model then learns
   * margins of one size. Neither in the paper nor in the released code. Rules and noise are as with
   * {@link #SOFT}.
   */
  SCALED
}
