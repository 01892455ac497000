/**
 * The split between the method and the engine that trains: a model runs forward and hands over its
 * outputs; the method computes a loss and its gradient with respect to those outputs, in plain
 * Java; the model carries that gradient back to its parameters; the method's optimizer moves them.
 *
 * <pre>{@code
 * try (Pass pass = model.forward(batch)) {
 *   FloatMatrix gradient = loss.gradient(pass.outputs()); // core, plain Java
 *   pass.backward(gradient);                              // engine
 * }
 * optimizer.step(model.parameters());                     // core, in place
 * }</pre>
 *
 * <p>Shape letters: {@code B} sequences, {@code Q} prompt tokens, {@code T} response tokens (the
 * longest of the batch), {@code S = Q + T}.
 */
@NullMarked
package io.github.salmon4j.training;

import org.jspecify.annotations.NullMarked;
