/**
 * LLaMA as a graph, fragment by fragment, and the session that runs it over mapped weights.
 *
 * <p>Shape letters: {@code B} rows, {@code T} tokens of this run, {@code P} tokens computed before,
 * {@code N} tokens read out, {@code V} vocabulary, {@code C} width, {@code H} query heads, {@code
 * K} key/value heads, {@code G = H / K}, {@code D} head width, {@code F} feed-forward width, {@code
 * L} layers, {@code R} adapter rank.
 */
@NullMarked
package io.github.salmon4j.onnx.llama;

import org.jspecify.annotations.NullMarked;
