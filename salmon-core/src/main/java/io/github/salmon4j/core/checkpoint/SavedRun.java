package io.github.salmon4j.core.checkpoint;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.training.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Saves a training run every so many steps, and takes it up where it stopped: parameters, optimizer
 * and place in the data, so that a resumed run equals one that never stopped, bit for bit if the
 * model computes so.
 *
 * <pre>{@code
 * SavedRun run = new SavedRun(store, 100, step -> description(step), List.of());
 * Optional<SavedRun.Resumed> stopped = run.resume(model.parameters(), adam);
 * AdamW optimizer = stopped.map(SavedRun.Resumed::optimizer).orElseGet(() -> fresh());
 * TrainingCursor from = stopped.map(SavedRun.Resumed::cursor).orElse(TrainingCursor.start(42));
 * trainer(optimizer).train(data, from, listener, run, monitor);
 * }</pre>
 *
 * <p>For one thread at a time. The run's settings and data are the caller's to keep the same.
 */
public final class SavedRun implements CheckpointHook {

  private static final String PARAMETERS = "parameters.bin";
  private static final String OPTIMIZER = "optimizer.bin";
  private static final String CURSOR = "cursor.bin";

  private final CheckpointStore store;
  private final int every;
  private final LongFunction<CheckpointDescription> description;
  private final List<Part> more;

  /**
   * A run over a store.
   *
   * @param store where checkpoints go; not closed here
   * @param every steps from one checkpoint to the next, 1 or more
   * @param description what the checkpoint of a step says about itself
   * @param more further parts, such as the adapter as others read it; names other than {@code
   *     parameters.bin}, {@code optimizer.bin} and {@code cursor.bin}
   * @throws IllegalArgumentException if the number is not 1 or more
   */
  public SavedRun(
      CheckpointStore store,
      int every,
      LongFunction<CheckpointDescription> description,
      List<Part> more) {
    this.store = Objects.requireNonNull(store, "store");
    this.description = Objects.requireNonNull(description, "description");
    this.more = List.copyOf(more);
    this.every = every;
    if (every < 1) {
      throw new IllegalArgumentException(
          "steps between checkpoints: expected 1 or more, found " + every);
    }
  }

  /**
   * Where a run goes on.
   *
   * @param cursor the place in the data
   * @param optimizer with the state it had there
   */
  public record Resumed(TrainingCursor cursor, AdamW optimizer) {

    /** Checks that nothing is null. */
    public Resumed {
      Objects.requireNonNull(cursor, "cursor");
      Objects.requireNonNull(optimizer, "optimizer");
    }
  }

  /**
   * Puts the values of the latest checkpoint into the parameters.
   *
   * @param parameters the model's: the same names and sizes in the same order as when it was saved
   * @param settings the optimizer's settings, which are not saved
   * @return where to go on, or nothing if the store is empty
   * @throws CheckpointFormatException if the checkpoint is damaged
   * @throws IllegalArgumentException if it is of other parameters; none is changed then
   * @throws UncheckedIOException if it cannot be read
   */
  public Optional<Resumed> resume(List<? extends Parameter> parameters, AdamW.Settings settings) {
    return store.latest().map(checkpoint -> resume(checkpoint, parameters, settings));
  }

  private static Resumed resume(
      StoredCheckpoint checkpoint, List<? extends Parameter> parameters, AdamW.Settings settings) {
    try (InputStream cursor = checkpoint.read(CURSOR);
        InputStream optimizer = checkpoint.read(OPTIMIZER);
        InputStream values = checkpoint.read(PARAMETERS)) {
      TrainingCursor from = TrainingCursor.readFrom(new DataInputStream(cursor));
      AdamW restored = AdamW.restore(parameters, settings, optimizer);
      ParameterValues.read(parameters, values);
      return new Resumed(from, restored);
    } catch (IOException e) {
      throw new UncheckedIOException(checkpoint + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void afterStep(TrainingCursor cursor, List<Parameter> parameters, AdamW optimizer) {
    if (cursor.step() % every == 0) {
      save(cursor, parameters, optimizer);
    }
  }

  /**
   * Saves now, as at the end of a run.
   *
   * @param cursor the place reached; a checkpoint of its step may not be there yet
   * @param parameters the model's
   * @param optimizer theirs
   * @throws IllegalArgumentException if the store has a checkpoint of this step or a later one
   * @throws UncheckedIOException if it cannot be written; nothing is left of it
   */
  public void save(TrainingCursor cursor, List<? extends Parameter> parameters, AdamW optimizer) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.file(PARAMETERS, out -> ParameterValues.write(parameters, out)));
    parts.add(Part.file(OPTIMIZER, optimizer::save));
    parts.add(Part.file(CURSOR, out -> cursor.writeTo(new DataOutputStream(out))));
    parts.addAll(more);
    store.save(description.apply(cursor.step()), parts);
  }
}
