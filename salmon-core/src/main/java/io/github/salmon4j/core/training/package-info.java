/**
 * What supervised trainers share: going over examples in steps, in an order and from a place that
 * can be written down, and telling of it.
 *
 * <pre>
 *   data -> encoded examples -> batch -> micro-batches: outputs, loss, gradient -> step -> report
 * </pre>
 *
 * <p>What an example is and what its loss is, an {@link io.github.salmon4j.core.training.Objective}
 * says; {@link io.github.salmon4j.core.training.TrainingLoop} does the rest. A run is a function of
 * its data, its settings, the model and the {@link io.github.salmon4j.core.training.TrainingCursor}
 * it starts from, so one that is resumed equals one that was never stopped, bit for bit if the
 * model computes so.
 */
@NullMarked
package io.github.salmon4j.core.training;

import org.jspecify.annotations.NullMarked;
