/**
 * Improving a policy against a reward model with proximal policy optimization: what a step takes,
 * what it leaves behind (SALMON, section 3.4; Schulman et al. 2017, arXiv:1707.06347).
 *
 * <p>Shape letters: {@code B} rollouts, {@code T} tokens of a response.
 */
@NullMarked
package io.github.salmon4j.ppo;

import org.jspecify.annotations.NullMarked;
