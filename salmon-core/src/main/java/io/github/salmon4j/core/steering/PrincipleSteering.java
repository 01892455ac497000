package io.github.salmon4j.core.steering;

import com.google.common.hash.Hashing;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PlanJson;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.principles.PrincipleSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The plan of a running policy's training, replaceable at any time: the reward model is not trained
 * again, only what it reads changes (SALMON, section 3.5). A change takes effect when the trainer
 * asks next, between two steps.
 *
 * <p>Every change has a version, a reason and a time, and is told to a {@link PlanListener} before
 * it takes effect. A plan that the trainer's sampler could not draw from is refused, so no change
 * stops a run. {@link #save()} holds the plan, its history and which file was taken over last, so a
 * resumed run goes on with the very plan of its checkpoint even if it was not the file's.
 *
 * <p>Safe for use by many threads; {@link #current()} never waits.
 */
public final class PrincipleSteering implements PrincipleSource {

  private final PrincipleSampler.Settings sampling;
  private final InstantSource clock;
  private final PlanListener listener;
  private final List<PlanRecord> history = new ArrayList<>();
  private String seenFile = "";
  private volatile PrinciplePlan current;

  private PrincipleSteering(
      PrinciplePlan current,
      PrincipleSampler.Settings sampling,
      InstantSource clock,
      PlanListener listener) {
    this.current = current;
    this.sampling = Objects.requireNonNull(sampling, "sampling");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * {@return a steering of a run that begins}
   *
   * @param first what the run begins with, of version 0
   * @param sampling how the trainer draws from plans
   * @param clock tells the time of changes
   * @param listener hears of the first plan now and of each later one
   * @throws IllegalArgumentException if the version is not 0 or the plan cannot be drawn from
   */
  public static PrincipleSteering start(
      PrinciplePlan first,
      PrincipleSampler.Settings sampling,
      InstantSource clock,
      PlanListener listener) {
    if (first.version() != 0) {
      throw new IllegalArgumentException("version: expected 0, found " + first.version());
    }
    PrincipleSteering steering = new PrincipleSteering(first, sampling, clock, listener);
    PlanChange content = new PlanChange(first.principles(), first.interventions(), "start");
    steering.requireDrawable(content);
    steering.record(PlanRecord.first(first, clock.instant(), content.reason()));
    return steering;
  }

  /**
   * {@return a steering of a run that goes on}
   *
   * @param state what {@link #save()} gave
   * @param sampling how the trainer draws from plans
   * @param clock tells the time of changes
   * @param listener hears of the plan that holds now, with {@link PlanOrigin#RESUMED}, and of each
   *     later one
   * @throws IllegalArgumentException if the bytes are something else, or damaged, or the plan
   *     cannot be drawn from
   */
  public static PrincipleSteering restore(
      byte[] state,
      PrincipleSampler.Settings sampling,
      InstantSource clock,
      PlanListener listener) {
    PlanRecordJson.State saved = PlanRecordJson.parse(new String(state, StandardCharsets.UTF_8));
    PrinciplePlan plan = saved.history().get(saved.history().size() - 1).plan();
    PrincipleSteering steering = new PrincipleSteering(plan, sampling, clock, listener);
    PlanChange content = new PlanChange(plan.principles(), plan.interventions(), "resumed");
    steering.requireDrawable(content);
    steering.history.addAll(saved.history());
    steering.seenFile = saved.seenFile();
    listener.onPlan(
        PlanRecord.between(
            plan,
            new PlanRecordJson.Entry(plan, clock.instant(), PlanOrigin.RESUMED, content.reason())));
    return steering;
  }

  @Override
  public PrinciplePlan current() {
    return current;
  }

  /** {@return every plan so far, oldest first; a copy} */
  public synchronized List<PlanRecord> history() {
    return List.copyOf(history);
  }

  /**
   * Replaces the plan. A change that says what holds already is no change and gets no version.
   *
   * @param change what is to hold
   * @return the entry of the plan that holds now
   * @throws IllegalArgumentException if the trainer could not draw from it; the old plan holds
   */
  public synchronized PlanRecord replace(PlanChange change) {
    return replace(change, PlanOrigin.PROGRAM);
  }

  /**
   * Replaces the plan if nobody else has meanwhile: for a change that was worked out from a plan,
   * such as one that was proposed, read and then approved.
   *
   * @param version version of the plan that it was worked out from
   * @param change what is to hold
   * @return the entry of the plan that holds now
   * @throws IllegalArgumentException if the trainer could not draw from it; the old plan holds
   * @throws IllegalStateException if another version holds
   */
  public synchronized PlanRecord replace(long version, PlanChange change) {
    Objects.requireNonNull(change, "change");
    if (version != current.version()) {
      throw new IllegalStateException(
          "plan version: expected " + version + ", found " + current.version());
    }
    return replace(change, PlanOrigin.PROGRAM);
  }

  /**
   * Looks at a file of {@link PlanJson}'s format and takes its plan over if its bytes differ from
   * those taken over last. So what the program changes stays until somebody edits the file again.
   *
   * @param file the file; always the same one
   * @return what the look led to; a file that is missing, half written or wrong changes nothing,
   *     nor does one that the listener fails on: it is tried again
   */
  public synchronized FilePoll poll(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String digest = Hashing.sha256().hashBytes(bytes).toString();
      if (digest.equals(seenFile)) {
        return new FilePoll.Unchanged();
      }
      long version = current.version();
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      PlanRecord entry = replace(PlanJson.parse(file.toString(), text), PlanOrigin.FILE);
      seenFile = digest;
      return entry.plan().version() == version
          ? new FilePoll.Unchanged()
          : new FilePoll.Applied(entry);
    } catch (CharacterCodingException e) {
      return new FilePoll.Refused(file + ": expected UTF-8, found other bytes");
    } catch (IOException e) {
      return new FilePoll.Refused(file + ": expected a file to read, found " + e);
    } catch (IllegalArgumentException e) {
      return new FilePoll.Refused(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // of the listener: a run must not end by an edit
      return new FilePoll.Refused(file + ": expected the change to be recorded, found " + e);
    }
  }

  /**
   * {@return a source that looks at a file whenever it is asked, for the trainer}
   *
   * @param file the file, see {@link #poll}
   * @param listener hears what each look led to
   */
  public PrincipleSource watching(Path file, Consumer<FilePoll> listener) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(listener, "listener");
    return () -> {
      listener.accept(poll(file));
      return current();
    };
  }

  /** {@return the plan and its history as bytes for a checkpoint; a few kilobytes per change} */
  public synchronized byte[] save() {
    return PlanRecordJson.format(new PlanRecordJson.State(history, seenFile))
        .getBytes(StandardCharsets.UTF_8);
  }

  private PlanRecord replace(PlanChange change, PlanOrigin origin) {
    requireDrawable(change);
    PrinciplePlan before = current;
    if (change.isAlready(before)) {
      return history.get(history.size() - 1);
    }
    record(
        PlanRecord.between(
            before,
            new PlanRecordJson.Entry(
                before.then(change.principles(), change.interventions()),
                clock.instant(),
                origin,
                change.reason())));
    return history.get(history.size() - 1);
  }

  private void record(PlanRecord entry) {
    listener.onPlan(entry);
    history.add(entry);
    current = entry.plan();
  }

  /** Asks the sampler itself, whose rules decide. */
  private void requireDrawable(PlanChange change) {
    var unused = new PrincipleSampler(change.principles(), change.interventions(), sampling);
  }
}
