/**
 * Training that survives its process: all of a run's state on disk at once or not at all, and the
 * chance of each step without a state of its own.
 *
 * <pre>{@code
 * RunSeed seed = new RunSeed(42);
 * try (ShutdownSave shutdown = ShutdownSave.install(Duration.ofSeconds(25));
 *     CheckpointStore store = CheckpointStore.open(folder, Retention.last(3))) {
 *   long step = store.latest().map(this::restore).orElse(0L);
 *   while (step < steps && !shutdown.isRequested()) {
 *     train(++step, seed.generator("training", step));
 *     if (step % interval == 0 || shutdown.isRequested()) {
 *       store.save(description(step), List.of(Part.file("optimizer.bin", optimizer::save)));
 *     }
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.github.salmon4j.core.checkpoint;

import org.jspecify.annotations.NullMarked;
