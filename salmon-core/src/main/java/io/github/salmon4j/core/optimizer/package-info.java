/**
 * How gradients move parameters: the size of a step over time, the limit on a gradient's norm, and
 * AdamW, all in place and resumable to the last bit.
 *
 * <pre>{@code
 * AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
 * for (long step = 0; step < steps; step++) {
 *   // forward and backward passes, which add to the gradients
 *   double norm = GradientNorm.clipInPlace(model.parameters(), 1.0);
 *   optimizer.step(schedule.at(step)); // also clears the gradients
 * }
 * }</pre>
 *
 * <p>Of every buffer, entries 0 to {@code limit - 1} are meant, wherever its position is; positions
 * are never moved. Everything here is one thread's, as {@link
 * io.github.salmon4j.training.Parameter} says.
 */
@NullMarked
package io.github.salmon4j.core.optimizer;

import org.jspecify.annotations.NullMarked;
