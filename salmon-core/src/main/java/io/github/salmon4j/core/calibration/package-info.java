/**
 * From a judge's raw opinions to training examples: which principles are shown with a pair, which
 * response is called better, and why (SALMON, arXiv:2310.05910, section 3.2).
 *
 * <p>Signs: a margin, a score and a label speak of the first response; positive means that it is
 * the better one. Margins are in nats.
 */
@NullMarked
package io.github.salmon4j.core.calibration;

import org.jspecify.annotations.NullMarked;
