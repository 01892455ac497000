/**
 * Makes the rollouts of a step: the policy answers its prompts, each answer is scored under a
 * guideline of its own, and every model that will be asked about it later is asked now (SALMON,
 * section 3.4).
 *
 * <p>Shape letters: {@code B} rollouts, {@code Q} prompt tokens, {@code T} response tokens.
 */
@NullMarked
package io.github.salmon4j.core.collecting;

import org.jspecify.annotations.NullMarked;
