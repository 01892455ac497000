/**
 * Turns what a rollout measured - log-probabilities, scores, values - into what PPO learns from:
 * how much better than expected each token was, and what its value should have been.
 *
 * <pre>
 *   kl[b, t]        how far the policy moved from the reference      {@link KlEstimator}
 *   r[b, t]         = -beta kl[b, t], plus the score at the end      {@link RewardShaping}
 *   A[b, t], R[b, t]  advantages and returns                         {@link GeneralizedAdvantage}
 *   A'[b, t]        advantages on a common scale                     {@link Whitening}
 * </pre>
 *
 * <p>{@link AdvantageEstimation} runs them in this order; {@link GroupAdvantage} holds the
 * estimators that need no value model. Everything that projects do differently under one name is a
 * choice here, and each choice says who makes it.
 *
 * <p>Entries that do not count may hold anything, NaN too: no result depends on them, nor on how
 * wide a batch is padded, to the last bit; in every result they are 0. Matrices hold floats, sums
 * are taken in double.
 *
 * <p>Shape letters: {@code B} responses, {@code T} response tokens (the longest of the batch),
 * {@code V} vocabulary.
 */
@NullMarked
package io.github.salmon4j.core.advantage;

import org.jspecify.annotations.NullMarked;
