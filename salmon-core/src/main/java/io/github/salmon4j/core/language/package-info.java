/** Which language a text is written in. */
@NullMarked
package io.github.salmon4j.core.language;

import org.jspecify.annotations.NullMarked;
