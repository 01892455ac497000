/** Which of two responses is better: pairs, raw judgments of them, and training examples. */
@NullMarked
package io.github.salmon4j.preference;

import org.jspecify.annotations.NullMarked;
