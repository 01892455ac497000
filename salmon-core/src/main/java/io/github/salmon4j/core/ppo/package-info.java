/**
 * Moves a policy and a value model by what a batch of experience says: the losses of proximal
 * policy optimization with their gradients, what to watch while they fall, and the update loop
 * (Schulman et al. 2017, arXiv:1707.06347; SALMON, section 3.4).
 *
 * <p>Shape letters: {@code B} responses, {@code T} response tokens (the longest of the batch),
 * {@code N} token positions, {@code V} vocabulary. {@code logProbs[b][t]} is the log-probability of
 * response token t given everything before it, {@code values[b][t]} the estimate before token t is
 * emitted.
 */
@NullMarked
package io.github.salmon4j.core.ppo;

import org.jspecify.annotations.NullMarked;
