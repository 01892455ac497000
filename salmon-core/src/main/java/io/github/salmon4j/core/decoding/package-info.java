/**
 * Steering without training: a reward model chooses among what a language model proposes, under any
 * guideline, when a response is asked for.
 */
@NullMarked
package io.github.salmon4j.core.decoding;

import org.jspecify.annotations.NullMarked;
