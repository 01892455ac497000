package io.github.salmon4j.core.loss;

import io.github.salmon4j.training.ValidTokens;
import java.util.Objects;

/**
 * How the terms of single tokens become the loss of a batch of {@code B} rows, of which row {@code
 * b} has {@code n_b} tokens that count. A row without any adds nothing.
 */
public enum Aggregation {
  /**
   * {@code 1 / (sum of n_b)}: every token weighs the same, a long response more than a short one.
   * PPO in TRL, OpenAI's lm-human-preferences and (over padding too, see {@link #SLOT_MEAN}) the
   * released SALMON code.
   */
  TOKEN_MEAN,
  /**
   * {@code 1 / (R n_b)}, where R is the number of rows with at least one token that counts: every
   * response weighs the same. GRPO as published (Shao et al. 2024, eq. 3, arXiv:2402.03300).
   */
  SEQUENCE_MEAN,
  /**
   * {@code 1 / R}: the sum over a response's tokens, averaged over responses. The derivative of an
   * expected return, as policy gradients are written.
   */
  SEQUENCE_SUM,
  /**
   * {@code 1 / (B T)}: as the sum of all tokens, divided by the number of slots, padding included.
   * Dr. GRPO (Liu et al. 2025, arXiv:2503.20783) when T is the largest response length; the
   * denominator of the released SALMON and AlpacaFarm code, which pad every batch to one length. It
   * depends on how wide the batch is padded: a PPO update pads each minibatch to its own longest
   * response, so one without long responses weighs more here than in the released code.
   */
  SLOT_MEAN;

  /**
   * {@return the weights of a batch}
   *
   * @param mask [B, T]; which tokens count
   */
  public TokenWeights weights(ValidTokens mask) {
    Objects.requireNonNull(mask, "mask");
    int[] counts = new int[mask.rows()];
    int rows = 0;
    for (int b = 0; b < counts.length; b++) {
      counts[b] = mask.countIn(b);
      rows += counts[b] > 0 ? 1 : 0;
    }
    double[] perRow = new double[counts.length];
    for (int b = 0; b < counts.length; b++) {
      perRow[b] = counts[b] == 0 ? 0 : 1 / denominator(mask, rows, counts[b]);
    }
    return TokenWeights.ofRows(mask, perRow);
  }

  private double denominator(ValidTokens mask, int rows, int count) {
    return switch (this) {
      case TOKEN_MEAN -> mask.count();
      case SEQUENCE_MEAN -> (double) rows * count;
      case SEQUENCE_SUM -> rows;
      case SLOT_MEAN -> (double) mask.rows() * mask.columns();
    };
  }
}
