package io.github.salmon4j.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;

/**
 * The training checkpoints of one run: a folder with one folder for each, {@code step-000120}.
 *
 * <p>A checkpoint appears by one renaming, after all its bytes were forced to the disk; so whenever
 * the process is killed or the machine loses power, a folder of that name is whole or not there. It
 * disappears by one renaming, too. Writing needs twice the space for the newest checkpoint.
 *
 * <p>A store is open in one process at a time, which a lock sees to that ends with the process;
 * others may read finished checkpoints with {@link StoredCheckpoint#open}. Other files in the
 * folder are left alone. To be used by one thread.
 */
public final class CheckpointStore implements AutoCloseable {

  private final StoreFolder folder;
  private final Retention retention;
  private final ProcessLock lock;

  private CheckpointStore(StoreFolder folder, Retention retention, ProcessLock lock) {
    this.folder = folder;
    this.retention = retention;
    this.lock = lock;
  }

  /**
   * Opens a store, and removes what a killed process left unfinished in it.
   *
   * @param folder made if it is not there
   * @param retention which checkpoints stay
   * @return the store
   * @throws IllegalStateException if the store is open already, in this process or another
   * @throws UncheckedIOException if the folder cannot be made, locked or written
   */
  public static CheckpointStore open(Path folder, Retention retention) {
    Objects.requireNonNull(retention, "retention");
    StoreFolder checkpoints = new StoreFolder(folder);
    try {
      Files.createDirectories(folder);
      ProcessLock lock = ProcessLock.of(folder.toRealPath().resolve(".lock"), folder, "store");
      try {
        checkpoints.removeUnfinished();
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      return new CheckpointStore(checkpoints, retention, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": expected a writable folder, found " + e, e);
    }
  }

  /**
   * Writes a checkpoint, then removes those that need not stay.
   *
   * @param description what it says about itself; its step is above that of every other
   * @param parts its state, written in this order on this thread; at least one, names unique
   * @throws IllegalArgumentException if the step or the parts are not so
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if a part or the checkpoint cannot be written, as on a full disk;
   *     nothing of it is left, and all other checkpoints are. Whatever else a part throws has the
   *     same effect.
   */
  public void save(CheckpointDescription description, List<Part> parts) {
    lock.requireHeld();
    Path target = folder.path(description.step());
    try {
      requireNewest(description.step());
      Part.requireUnique(parts);
      write(description, List.copyOf(parts), target);
    } catch (IOException e) {
      throw new UncheckedIOException(target + ": expected to be written, found " + e, e);
    }
    retain();
  }

  /**
   * {@return the checkpoint of the highest step, verified, if there is one}
   *
   * <p>A checkpoint that was damaged after it was written is no reason to go back silently: it is
   * an error, and {@link #load} or {@link #removeAfter} is the caller's way to an older one.
   *
   * @throws CheckpointFormatException if it is damaged
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if it cannot be read
   */
  public Optional<StoredCheckpoint> latest() {
    NavigableSet<Long> steps = steps();
    return steps.isEmpty() ? Optional.empty() : Optional.of(load(steps.last()));
  }

  /**
   * {@return the checkpoint that is best by the retention's metric, verified, if there is one} The
   * oldest of equals; those without the metric, or NaN, are not considered.
   *
   * @throws CheckpointFormatException if it is damaged
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if it cannot be read
   */
  public Optional<StoredCheckpoint> best() {
    lock.requireHeld();
    return retention.ranked(descriptions()).stream()
        .findFirst()
        .map(description -> load(description.step()));
  }

  /**
   * {@return the checkpoint of a step, verified}
   *
   * @param step the step
   * @throws CheckpointFormatException if there is none, or it is damaged
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if it cannot be read
   */
  public StoredCheckpoint load(long step) {
    lock.requireHeld();
    StoredCheckpoint checkpoint = StoredCheckpoint.open(folder.path(step));
    if (checkpoint.step() != step) {
      throw new CheckpointFormatException(
          checkpoint.folder(), Manifest.FILE + ": step", "" + step, "" + checkpoint.step());
    }
    return checkpoint;
  }

  /**
   * {@return the steps of all checkpoints, unverified, ascending}
   *
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if the folder cannot be read
   */
  public NavigableSet<Long> steps() {
    lock.requireHeld();
    try {
      return folder.steps();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": expected a readable folder, found " + e, e);
    }
  }

  /**
   * Removes all later checkpoints, the latest first, so that a run can go on from an older one.
   *
   * @param step the last step to keep
   * @throws IllegalStateException if the store is closed
   * @throws UncheckedIOException if a checkpoint cannot be removed
   */
  public void removeAfter(long step) {
    for (long later : steps().tailSet(step, false).descendingSet()) {
      remove(later);
    }
  }

  /** Ends the lock; closing twice does no harm. */
  @Override
  public void close() {
    lock.close();
  }

  private void requireNewest(long step) throws IOException {
    NavigableSet<Long> steps = folder.steps();
    if (!steps.isEmpty() && step <= steps.last()) {
      throw new IllegalArgumentException(
          "step: expected above " + steps.last() + ", the latest in " + folder + ", found " + step);
    }
  }

  private void write(CheckpointDescription description, List<Part> parts, Path target)
      throws IOException {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: expected at least 1, found 0");
    }
    Path unfinished = folder.unfinished(description.step());
    try {
      Files.createDirectory(unfinished);
      for (Part part : parts) {
        part.write(unfinished);
      }
      new Manifest(description, FileDigest.seal(unfinished)).write(unfinished);
      Durability.forceFolder(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable e) {
      StoreFolder.deleteAfter(e, unfinished);
      throw e;
    }
    folder.force();
  }

  private void retain() {
    List<CheckpointDescription> expendable = retention.expendable(descriptions());
    expendable.forEach(checkpoint -> remove(checkpoint.step()));
  }

  private void remove(long step) {
    try {
      folder.remove(step);
    } catch (IOException e) {
      throw new UncheckedIOException(folder.path(step) + ": expected to be removed, found " + e, e);
    }
  }

  /** What can be read: a damaged checkpoint is never the best, and is not removed either. */
  private List<CheckpointDescription> descriptions() {
    List<CheckpointDescription> descriptions = new ArrayList<>();
    for (long step : steps()) {
      try {
        CheckpointDescription description = Manifest.read(folder.path(step)).description();
        if (description.step() == step) {
          descriptions.add(description);
        }
      } catch (CheckpointFormatException e) {
        // No description to judge it by.
      } catch (IOException e) {
        throw new UncheckedIOException(folder.path(step) + ": " + e, e);
      }
    }
    return descriptions;
  }
}
