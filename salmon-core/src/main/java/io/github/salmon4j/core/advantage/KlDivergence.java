package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;

/** Divergences of whole distributions and of whole responses, for controllers and reports. */
public final class KlDivergence {

  private KlDivergence() {}

  /**
   * {@return the exact divergence of each row, N of them, in nats, 0 or more}
   *
   * <pre>
   *   KL(p || q) = sum over v of p[v] (log p[v] - log q[v])
   * </pre>
   *
   * <p>Rows are normalized in log space first, so logits and log-probabilities do alike. Negative
   * infinity is a probability of 0. Costs O(N V).
   *
   * @param policy [N, V]; logits or log-probabilities of {@code p}
   * @param reference [N, V]; logits or log-probabilities of {@code q}
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if a number is NaN or positive infinity, a row has no probability
   *     above 0, or a divergence is infinite because {@code q} is 0 where {@code p} is not
   */
  public static double[] exact(FloatMatrix policy, FloatMatrix reference) {
    if (policy.rows() != reference.rows() || policy.columns() != reference.columns()) {
      throw new IllegalArgumentException(
          "reference distributions: expected " + policy + ", found " + reference);
    }
    double[] divergences = new double[policy.rows()];
    for (int n = 0; n < divergences.length; n++) {
      divergences[n] = exact(policy, reference, n);
    }
    return divergences;
  }

  private static double exact(FloatMatrix policy, FloatMatrix reference, int n) {
    double policyTotal = logSumExp("policy distributions", policy, n);
    double referenceTotal = logSumExp("reference distributions", reference, n);
    double divergence = 0;
    for (int v = 0; v < policy.columns(); v++) {
      double logP = policy.get(n, v) - policyTotal;
      double p = Math.exp(logP);
      if (p > 0) {
        divergence += p * (logP - (reference.get(n, v) - referenceTotal));
      }
      if (divergence == Double.POSITIVE_INFINITY) {
        throw new NonFiniteException("reference distributions", n, v, reference.get(n, v));
      }
    }
    return Math.max(0, divergence);
  }

  private static double logSumExp(String what, FloatMatrix logits, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < logits.columns(); v++) {
      double logit = logits.get(n, v);
      if (!(logit < Double.POSITIVE_INFINITY)) {
        throw new NonFiniteException(what, n, v, logit);
      }
      largest = Math.max(largest, logit);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      throw new NonFiniteException(what, n, 0, largest);
    }
    double sum = 0;
    for (int v = 0; v < logits.columns(); v++) {
      sum += Math.exp(logits.get(n, v) - largest);
    }
    return largest + Math.log(sum);
  }

  /**
   * {@return the mean divergence of a response, in nats: summed over its tokens, averaged over the
   * responses that have a token that counts; 0 if none has}
   *
   * <p>This is what a {@link KlController} is told.
   *
   * @param perToken [B, T]; estimates of {@link KlEstimator#perToken}
   * @param mask [B, T]; which tokens count
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if an estimate that counts is not finite
   */
  public static double meanPerSequence(FloatMatrix perToken, ValidTokens mask) {
    double sum = 0;
    for (double estimate : CountedEntries.list("KL estimates", perToken, mask)) {
      sum += estimate;
    }
    int responses = 0;
    for (int b = 0; b < mask.rows(); b++) {
      responses += mask.countIn(b) > 0 ? 1 : 0;
    }
    return responses == 0 ? 0 : sum / responses;
  }
}
