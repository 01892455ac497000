/**
 * Where principles come from: the built-in sets, files of your own, and the draw that decides which
 * of them a response is judged by.
 */
@NullMarked
package io.github.salmon4j.core.principles;

import org.jspecify.annotations.NullMarked;
