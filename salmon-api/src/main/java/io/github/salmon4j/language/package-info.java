/**
 * What a language model offers: tokens in, tokens out. What was sampled is what is scored and what
 * is trained on; nothing is turned back into text and tokenized again on the way to a loss.
 *
 * <p>Shape letters: {@code B} sequences, {@code Q} prompt tokens, {@code T} response tokens, {@code
 * S = Q + T}, {@code V} vocabulary.
 */
@NullMarked
package io.github.salmon4j.language;

import org.jspecify.annotations.NullMarked;
