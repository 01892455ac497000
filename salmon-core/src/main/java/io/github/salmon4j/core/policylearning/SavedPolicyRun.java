package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.checkpoint.CheckpointDescription;
import io.github.salmon4j.core.checkpoint.CheckpointStore;
import io.github.salmon4j.core.checkpoint.Part;
import io.github.salmon4j.core.checkpoint.StoredCheckpoint;
import io.github.salmon4j.ppo.PpoStepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Saves a run every so many steps and at its last, and takes it up where it stopped, so that a
 * resumed run equals one that never stopped, bit for bit if the models compute so. A run that ends
 * before its last step is not saved for that; {@link #save} does it.
 *
 * <p>For one thread at a time. Settings, templates, the reward model and the plans of principles
 * are the caller's to keep the same; prompts, seed and the plan last seen are checked.
 */
public final class SavedPolicyRun implements PolicyHook {

  private final CheckpointStore store;
  private final int every;
  private final LongFunction<CheckpointDescription> description;
  private final List<Part> more;

  /**
   * A run over a store.
   *
   * @param store where checkpoints go; not closed here
   * @param every steps from one checkpoint to the next, 1 or more; the last step has one, too
   * @param description what the checkpoint of a step says about itself
   * @param more further parts, such as the adapter as others read it, or what a steering and a
   *     watch need to go on; written here, to be read by whoever adds them
   * @throws IllegalArgumentException if the number is not 1 or more
   */
  public SavedPolicyRun(
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
   * Takes a run to the place of the latest checkpoint.
   *
   * @param run a run with the same prompts, seed and models
   * @return whether there was one; else the run stays where it is
   * @throws io.github.salmon4j.core.checkpoint.CheckpointFormatException if it is damaged
   * @throws IllegalArgumentException if it is of another run; nothing is changed then
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public boolean resume(PolicyRun run) {
    Optional<StoredCheckpoint> latest = store.latest();
    latest.ifPresent(run::restore);
    return latest.isPresent();
  }

  @Override
  public void afterStep(PolicyRun run, PpoStepReport report) {
    if (report.step() % every == 0 || report.step() == run.prompts().steps()) {
      save(run);
    }
  }

  /**
   * Saves now.
   *
   * @param run the run; a checkpoint of its step may not be there yet
   * @throws IllegalArgumentException if the store has a checkpoint of this step or a later one
   * @throws java.io.UncheckedIOException if it cannot be written; nothing is left of it
   */
  public void save(PolicyRun run) {
    List<Part> parts = new ArrayList<>(run.parts());
    parts.addAll(more);
    store.save(description.apply(run.trainer().stepsTaken()), parts);
  }
}
