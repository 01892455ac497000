/**
 * Preference data and prompts from the files that people have: JSON lines of several shapes become
 * examples, and every line that does not is accounted for.
 */
@NullMarked
package io.github.salmon4j.core.data;

import org.jspecify.annotations.NullMarked;
