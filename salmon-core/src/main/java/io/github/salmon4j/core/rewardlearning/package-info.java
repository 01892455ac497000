/**
 * How a reward model learns from preferences, and how well it has learned: the pairwise loss with
 * its gradient, the trainer of both stages with its settings, and the report of an evaluation.
 *
 * <p>A reward model gives one score per sequence. A batch of {@code n} pairs is {@code 2n}
 * sequences, and their scores are a matrix [2n, 1]: rows {@code 2i} and {@code 2i + 1} are the
 * first and the second response of pair {@code i}. The gradient has the same layout, so it goes
 * straight into {@link io.github.salmon4j.training.Pass#backward}.
 */
@NullMarked
package io.github.salmon4j.core.rewardlearning;

import org.jspecify.annotations.NullMarked;
