package io.github.salmon4j.core.loss;

import io.github.salmon4j.training.FloatMatrix;

/**
 * Negative log-likelihood of answer tokens, the loss of supervised fine-tuning.
 *
 * <pre>
 *   L = - sum over (b, t) of w[b, t] logp[b, t]        dL/dlogp[b, t] = -w[b, t]
 * </pre>
 *
 * <p>Symbols: {@code logp} [B, T] log-probabilities of the answer's tokens given all before them,
 * in nats; {@code w} [B, T] {@linkplain TokenWeights weights}. Prompt tokens have no term: the loss
 * is over answers only (SELF-ALIGN, arXiv:2305.03047, principle engraving). With {@link
 * Aggregation#TOKEN_MEAN} this is the mean cross-entropy of Hugging Face's trainers over one batch;
 * unlike those before 2024-10, it stays so however the batch is split.
 */
public final class TokenLikelihood {

  private TokenLikelihood() {}

  /**
   * {@return the loss and its gradient with respect to the log-probabilities}
   *
   * @param logProbs [B, T], in nats
   * @param weights [B, T]
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if a log-probability that counts is not
   *     finite
   */
  public static Loss loss(FloatMatrix logProbs, TokenWeights weights) {
    weights.mask().requireFinite("log-probabilities", logProbs);
    int columns = logProbs.columns();
    float[] gradient = new float[logProbs.rows() * columns];
    double loss = 0;
    for (int b = 0; b < logProbs.rows(); b++) {
      for (int t = 0; t < columns; t++) {
        if (weights.mask().counts(b, t)) {
          loss -= weights.get(b, t) * logProbs.get(b, t);
          gradient[b * columns + t] = (float) -weights.get(b, t);
        }
      }
    }
    return new Loss(loss, FloatMatrix.of(logProbs.rows(), columns, gradient));
  }
}
