/** What a model is asked: prompts and their kinds. */
@NullMarked
package io.github.salmon4j.prompt;

import org.jspecify.annotations.NullMarked;
