/**
 * From prompts to pairs of responses that a judge can compare: the first stage of the method
 * (SALMON, arXiv:2310.05910, section 3.2).
 */
@NullMarked
package io.github.salmon4j.core.sampling;

import org.jspecify.annotations.NullMarked;
