/** How good a response is under a guideline: queries to a reward model and its scores. */
@NullMarked
package io.github.salmon4j.reward;

import org.jspecify.annotations.NullMarked;
