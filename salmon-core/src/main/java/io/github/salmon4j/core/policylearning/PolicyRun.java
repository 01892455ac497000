package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.Part;
import io.github.salmon4j.core.checkpoint.StoredCheckpoint;
import io.github.salmon4j.core.collecting.SpanMonitor;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.StepOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A policy's training from its first step to its last, over prompts in an order of its own.
 *
 * <pre>{@code
 * PromptOrder order = new PromptOrder(collector.fitting(prompts), 32, 2, seed);
 * PolicyTrainer trainer =
 *     new PolicyTrainer(
 *         collector, policy, principles, settings, TrainerOptions.of(seed, order.steps()));
 * PolicyRun run = new PolicyRun(trainer, order);
 * SavedPolicyRun saved = new SavedPolicyRun(store, 10, step -> description(step), List.of());
 * saved.resume(run);
 * RunEnd end = run.run(listener, saved, monitor);
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class PolicyRun {

  private static final String ORDER = "prompts.txt";
  private static final long PER_STEP = 1_000_000;

  private final PolicyTrainer trainer;
  private final PromptOrder prompts;

  /**
   * A run at the place where its trainer is.
   *
   * @param trainer takes the steps; its options name this number of steps
   * @param prompts what is asked
   * @throws IllegalArgumentException if the trainer expects another number of steps
   */
  public PolicyRun(PolicyTrainer trainer, PromptOrder prompts) {
    this.trainer = Objects.requireNonNull(trainer, "trainer");
    this.prompts = Objects.requireNonNull(prompts, "prompts");
    if (trainer.options().totalSteps() != prompts.steps()) {
      throw new IllegalArgumentException(
          "total steps: expected %d as the prompts give, found %d"
              .formatted(prompts.steps(), trainer.options().totalSteps()));
    }
  }

  /**
   * Goes on to the end of the run.
   *
   * @param listener hears of every step
   * @param hook sees the run after every step that changed it
   * @param monitor hears how far the run has come, in millionths of a step, and may cancel at any
   *     time
   * @return why it ended; called again, a run that went over its budget or skipped too often tries
   *     once more
   * @throws java.util.concurrent.CancellationException if the monitor cancels; the run can go on
   *     from where the last step left it
   */
  public RunEnd run(PolicyListener listener, PolicyHook hook, Monitor monitor) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(hook, "hook");
    long total = Math.multiplyExact(prompts.steps(), PER_STEP);
    while (trainer.stepsTaken() < prompts.steps()) {
      long before = trainer.stepsTaken();
      monitor.checkpoint(before * PER_STEP, total);
      PpoStepReport report =
          trainer.step(
              prompts.prompts(before),
              new SpanMonitor(monitor, before * PER_STEP, PER_STEP, total));
      listener.onStep(new PolicyStep(report, trainer.lastSeconds()));
      if (report.outcome() instanceof StepOutcome.OverBudget) {
        return RunEnd.OVER_BUDGET;
      }
      hook.afterStep(this, report);
      if (trainer.skipsInARow() >= trainer.settings().safeguards().skipsInARow()) {
        return RunEnd.SKIPPING;
      }
    }
    monitor.progressed(total, total);
    return RunEnd.FINISHED;
  }

  /** {@return the trainer} */
  public PolicyTrainer trainer() {
    return trainer;
  }

  /** {@return what is asked} */
  public PromptOrder prompts() {
    return prompts;
  }

  /** {@return all that the rest of the run depends on, to be written between two steps} */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(trainer.parts());
    byte[] hash = prompts.hash().getBytes(StandardCharsets.US_ASCII);
    parts.add(Part.file(ORDER, out -> out.write(hash)));
    return List.copyOf(parts);
  }

  /**
   * Takes up what {@link #parts} wrote.
   *
   * @param checkpoint one with these parts
   * @throws io.github.salmon4j.core.checkpoint.CheckpointFormatException if a part is missing
   * @throws IllegalArgumentException if it is of other prompts, models or another seed; nothing is
   *     changed then
   * @throws UncheckedIOException if it cannot be read
   */
  public void restore(StoredCheckpoint checkpoint) {
    try (InputStream in = checkpoint.read(ORDER)) {
      String found = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      if (!found.equals(prompts.hash())) {
        throw new IllegalArgumentException(
            "prompts of the run: expected " + prompts.hash() + ", found " + found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(checkpoint + ": " + e.getMessage(), e);
    }
    trainer.restore(checkpoint);
  }
}
