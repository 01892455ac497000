package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.checkpoint.Part;
import io.github.salmon4j.core.checkpoint.StoredCheckpoint;
import io.github.salmon4j.core.collecting.CollectedRollouts;
import io.github.salmon4j.core.collecting.CollectingStep;
import io.github.salmon4j.core.collecting.NotFinite;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.SpanMonitor;
import io.github.salmon4j.core.collecting.StepClock;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.ppo.Experience;
import io.github.salmon4j.core.ppo.Learner;
import io.github.salmon4j.core.ppo.PpoUpdate;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSource;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.settings.PolicySettings;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.PpoTrainer;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.NonFiniteException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Improves a policy by proximal policy optimization against a principle-following reward model.
 *
 * <pre>
 *   one step:  plan     = the principles that hold now
 *              rollouts = collect(prompts, plan)
 *              r        = -beta kl + reward at the end          A, R = GAE(r, V)     A' = whiten(A)
 *              update policy and value model on (A', R), a few epochs in minibatches
 *              beta     = controller after the rollouts' divergence
 * </pre>
 *
 * <p>Source: SALMON, arXiv:2310.05910, section 3.4; Schulman et al. 2017, algorithm 1. Beyond them:
 * the first steps may be the value model's alone, in which the controller rests; a step that meets
 * a number that is not finite, or no response with a token, is skipped; a step whose rollouts are
 * over the budget of divergence moves nothing and does not count, and ends a {@link PolicyRun}.
 *
 * <p>For one thread at a time. With the same seed, prompts, plans and settings, every step does the
 * same, bit for bit if the models compute so. During an update, what moves is held twice: 12 bytes
 * for each entry of a parameter.
 */
public final class PolicyTrainer implements PpoTrainer {

  private final RolloutCollector collector;
  private final PrincipleSource principles;
  private final PolicySettings settings;
  private final TrainerOptions options;
  private final LearningRateSchedule schedule;
  private Learner policy;
  private Learner value;
  private PolicyState state;
  private Map<StepPhase, Double> seconds = Map.of();

  /**
   * A trainer before its first step.
   *
   * @param collector makes rollouts, with the policy and value model in training
   * @param policy the policy as a model to train: what moves it moves the collector's policy. Its
   *     outputs are log-probabilities [B, T] at the temperature of sampling
   * @param principles asked once at the start of each step
   * @param settings how rollouts become a better policy
   * @param options what distinguishes this run
   */
  public PolicyTrainer(
      RolloutCollector collector,
      DifferentiableModel policy,
      PrincipleSource principles,
      PolicySettings settings,
      TrainerOptions options) {
    this.collector = Objects.requireNonNull(collector, "collector");
    this.principles = Objects.requireNonNull(principles, "principles");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.options = Objects.requireNonNull(options, "options");
    this.schedule = settings.schedule(options.totalSteps());
    this.policy = learner(policy);
    this.value = learner(collector.models().value());
    this.state =
        PolicyState.start(settings.penalty(), collector.settings().reward().normalization());
  }

  private Learner learner(DifferentiableModel model) {
    return new Learner(model, new AdamW(model.parameters(), settings.optimizer()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the principles' version went back, or is the same for others
   */
  @Override
  public PpoStepReport step(List<Prompt> prompts, Monitor monitor) {
    Objects.requireNonNull(monitor, "monitor");
    PrinciplePlan plan = principles.current();
    state.plan().requireFollowedBy(plan);
    StepClock clock = new StepClock(options.nanoseconds());
    double penalty = state.penalty().coefficient();
    double learningRate = schedule.at(state.step());
    Attempt attempt = new Attempt(plan, learningRate, clock);
    StepOutcome outcome;
    try {
      outcome = attempt.take(List.copyOf(prompts), monitor);
    } catch (RuntimeException e) {
      if (!NotFinite.isSaidBy(e)) {
        throw e;
      }
      outcome = attempt.skipped(String.valueOf(e.getMessage()));
    } finally {
      clock.stop();
      seconds = clock.seconds();
    }
    state = attempt.next;
    return new PpoStepReport(attempt.number, plan.version(), penalty, learningRate, outcome);
  }

  @Override
  public long stepsTaken() {
    return state.step();
  }

  /** {@return what divergence costs in the next step} */
  public KlController penalty() {
    return state.penalty();
  }

  /** {@return how scores are normalized, as the last step left it} */
  public ScoreNormalization normalization() {
    return state.normalization();
  }

  /** {@return how many steps were skipped since the last one that was not} */
  public int skipsInARow() {
    return state.skipsInARow();
  }

  /** {@return the seconds of each phase of the last step, finished or not} */
  public Map<StepPhase, Double> lastSeconds() {
    return seconds;
  }

  /** {@return how rollouts become a better policy} */
  public PolicySettings settings() {
    return settings;
  }

  /** {@return what distinguishes this run} */
  public TrainerOptions options() {
    return options;
  }

  /**
   * {@return all that the next step depends on, to be written between two steps: parameters and
   * optimizers of both models, the penalty, the running normalization, the number of the step, the
   * seed and the plan last seen}
   */
  public List<Part> parts() {
    return TrainerParts.of(policy, value, state, options.seed());
  }

  /**
   * Takes up what {@link #parts} wrote.
   *
   * @param checkpoint one with these parts
   * @throws io.github.salmon4j.core.checkpoint.CheckpointFormatException if a part is missing
   * @throws IllegalArgumentException if it is of other models or another seed, or malformed;
   *     nothing is changed then
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public void restore(StoredCheckpoint checkpoint) {
    TrainerParts.Restored restored =
        TrainerParts.read(checkpoint, policy, value, settings.optimizer(), options.seed());
    policy = restored.policy();
    value = restored.value();
    state = restored.state();
  }

  /** One step on its way: what it has got so far, and the state that it would leave. */
  private final class Attempt {

    private final PrinciplePlan plan;
    private final double learningRate;
    private final StepClock clock;
    private final long number = state.step() + 1;
    private List<Rollout> collected = List.of();
    private PolicyState next = state;

    Attempt(PrinciplePlan plan, double learningRate, StepClock clock) {
      this.plan = plan;
      this.learningRate = learningRate;
      this.clock = clock;
    }

    StepOutcome take(List<Prompt> prompts, Monitor monitor) {
      long rows = 4L * prompts.size();
      long updates = settings.update().minibatches(prompts.size());
      CollectedRollouts rollouts =
          collector.collect(
              prompts,
              new CollectingStep(number, options.seed(), plan, state.normalization()),
              clock,
              new SpanMonitor(monitor, 0, rows, rows + updates));
      collected = rollouts.batch().rollouts();
      double divergence = rollouts.batch().meanDivergence();
      double budget = settings.safeguards().divergenceBudget();
      if (divergence > budget) {
        return new StepOutcome.OverBudget(rollouts.batch(), budget);
      }
      clock.enter(StepPhase.ESTIMATE);
      if (collected.stream().noneMatch(rollout -> Lesson.tokens(rollout) > 0)) {
        return skipped("responses: expected one with a token, found none");
      }
      KlController penalty = isCriticWarmup() ? state.penalty() : state.penalty().next(divergence);
      UpdateReport report = learn(new SpanMonitor(monitor, rows, updates, rows + updates));
      next = state.updated(penalty, rollouts.normalization(), plan);
      return new StepOutcome.Updated(rollouts.batch(), report);
    }

    private UpdateReport learn(Monitor monitor) {
      Lesson lesson = Lesson.of(collected);
      try {
        Experience experience =
            lesson.experience(
                state.penalty().coefficient(),
                settings.advantages(),
                collector.settings().responses().maxNewTokens());
        clock.enter(StepPhase.UPDATE);
        return updateOrPutBack(experience, monitor);
      } catch (NonFiniteException e) {
        int row = lesson.rowAmongAll(e.row());
        throw NotFinite.inRow(row, collected.get(row).prompt(), e.inRow(row));
      }
    }

    private UpdateReport updateOrPutBack(Experience experience, Monitor monitor) {
      Snapshot policyBefore = Snapshot.of(policy);
      Snapshot valueBefore = Snapshot.of(value);
      try {
        PpoUpdate update =
            new PpoUpdate(policy, value, settings.update(), collector.microBatchRows());
        RandomGenerator random = options.seed().generator("update", number);
        return isCriticWarmup()
            ? update.updateValue(experience, learningRate, random, monitor)
            : update.update(experience, learningRate, random, monitor);
      } catch (RuntimeException | Error e) {
        policy = policyBefore.restore(settings.optimizer());
        value = valueBefore.restore(settings.optimizer());
        throw e;
      }
    }

    private boolean isCriticWarmup() {
      return number <= settings.safeguards().criticWarmupSteps();
    }

    StepOutcome skipped(String finding) {
      next = state.skipped(plan);
      return new StepOutcome.Skipped(clock.phase(), "step " + number + ", " + finding, collected);
    }
  }
}
