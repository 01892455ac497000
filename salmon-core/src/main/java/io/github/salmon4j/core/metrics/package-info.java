/** The numbers of a run, written to where people look: files of JSON lines, and TensorBoard. */
@NullMarked
package io.github.salmon4j.core.metrics;

import org.jspecify.annotations.NullMarked;
