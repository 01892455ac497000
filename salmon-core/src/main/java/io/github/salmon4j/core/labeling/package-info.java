/**
 * From pairs of responses to a judge's raw opinions of them: asking a language model in both orders
 * under every principle, keeping what it said through crashes, and hearing several judges (SALMON,
 * arXiv:2310.05910, section 3.2).
 *
 * <p>Signs: a margin speaks of the first response; positive means that it is the better one.
 * Margins are differences of log-probabilities, in nats.
 */
@NullMarked
package io.github.salmon4j.core.labeling;

import org.jspecify.annotations.NullMarked;
