package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.ValidTokens;
import java.util.List;

/**
 * A batch of sampled responses and what every model said about them.
 *
 * @param logProbs [B, T]; of the sampled tokens under the policy that sampled them, in nats
 * @param references [B, T]; of the same tokens under the reference, at the same temperature
 * @param values [B, T]; entry t is the estimate before token t is emitted
 * @param scores B scores of whole responses, symbolic rewards added
 * @param mask [B, T]; which tokens count; the matrices may hold anything elsewhere
 */
public record ScoredResponses(
    FloatMatrix logProbs,
    FloatMatrix references,
    FloatMatrix values,
    List<Double> scores,
    ValidTokens mask) {

  /**
   * Copies the scores and checks everything.
   *
   * @throws IllegalArgumentException if the shapes differ
   * @throws io.github.salmon4j.training.NonFiniteException if a number that counts is not finite
   */
  public ScoredResponses {
    scores = List.copyOf(scores);
    mask.requireFinite("log-probabilities", logProbs);
    mask.requireFinite("reference log-probabilities", references);
    mask.requireFinite("values", values);
    Bounds.perRow("scores", scores, mask.rows());
  }
}
