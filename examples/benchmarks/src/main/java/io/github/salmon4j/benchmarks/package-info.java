/** How fast and how large: each class answers one question and carries its command. */
@NullMarked
package io.github.salmon4j.benchmarks;

import org.jspecify.annotations.NullMarked;
