/**
 * The split between the method and the engine that trains: a model runs forward and hands over its
 * outputs; the method computes a loss and its gradient with respect to those outputs, in plain
 * Java; the model carries that gradient back to its parameters; the method's optimizer moves them.
 *
 * <pre>{@code
 * try (Pass pass = model.forward(batch)) {
 *   FloatMatrix outputs = pass.outputs();                        // engine
 *   Loss loss = TokenLikelihood.loss(outputs, weights);          // core, plain Java
 *   pass.backward(loss.gradient());                              // engine
 * }
 * optimizer.step(learningRate); // core: moves the model's parameters, in place
 * }</pre>
 *
 * <p>Shape letters: {@code B} sequences, {@code Q} prompt tokens, {@code T} response tokens (the
 * longest of the batch), {@code S = Q + T}.
 */
@NullMarked
package io.github.salmon4j.training;

import org.jspecify.annotations.NullMarked;
