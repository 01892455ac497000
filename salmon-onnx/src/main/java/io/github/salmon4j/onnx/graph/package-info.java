/**
 * Builds ONNX graphs in Java: typed values with symbolic shapes, checked where each node is added,
 * and written in ONNX's own wire format.
 *
 * <p>Shape letters: {@code B} rows, {@code T} tokens of this run, {@code P} tokens computed before,
 * {@code S = P + T}, {@code N} tokens read out, {@code V} vocabulary, {@code C} width, {@code H}
 * query heads, {@code K} key/value heads, {@code G = H / K}, {@code D} head width, {@code F}
 * feed-forward width, {@code R} adapter rank.
 */
@NullMarked
package io.github.salmon4j.onnx.graph;

import org.jspecify.annotations.NullMarked;
