/**
 * What every loss over tokens shares: it is a weighted sum of terms, one for each token that
 * counts, and it comes with its gradient.
 *
 * <pre>
 *   L = sum over (b, t) of w[b, t] * l(x[b, t])        dL/dx[b, t] = w[b, t] * l'(x[b, t])
 * </pre>
 *
 * <p>The {@linkplain io.github.salmon4j.core.loss.TokenWeights weights} depend on the mask alone
 * and are made once, from the whole batch. A loss over part of the rows takes those rows of them,
 * so that however a batch is split, the parts add up to the loss of the whole and each gradient
 * entry is the same to the last bit. Terms and sums are computed in double; gradients are stored in
 * float.
 *
 * <p>Shape letters: {@code B} sequences, {@code T} response tokens (the longest of the batch).
 */
@NullMarked
package io.github.salmon4j.core.loss;

import org.jspecify.annotations.NullMarked;
