package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.core.collecting.RolloutCollector;
import io.github.salmon4j.core.collecting.RolloutModels;
import io.github.salmon4j.core.policylearning.PolicyTrainer;
import io.github.salmon4j.core.policylearning.TrainerOptions;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.steering.PlanListener;
import io.github.salmon4j.core.steering.PrincipleSteering;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Steers a policy by principles: PPO from the base, against a reward model that reads the
 * principles of the step. The oracle watches and has no say.
 */
final class Steering {

  private static final int RANK = 16;
  private static final EngineSettings ENGINE =
      EngineSettings.defaults().withPacking(WeightPacking.MAPPED).withRowsAtOnce(64);

  private final Path base;
  private final SteeringSettings settings;
  private final PolicyExam exam;

  /**
   * Runs from one base.
   *
   * @param base a checkpoint folder
   * @param settings of every run
   * @param exam that shows what became of a policy
   */
  Steering(Path base, SteeringSettings settings, PolicyExam exam) {
    this.base = base;
    this.settings = settings;
    this.exam = exam;
  }

  /**
   * What a policy is rewarded by.
   *
   * @param adapter of the reward model; the value model begins as a copy of it
   * @param reading what of its input the reward model gets to read
   */
  record Rewarding(Path adapter, UnaryOperator<RewardModel> reading) {

    static Rewarding byPrinciples(Path adapter) {
      return new Rewarding(adapter, model -> model);
    }

    static Rewarding plainly(Path adapter) {
      return new Rewarding(adapter, PlainRewardModel::new);
    }
  }

  /**
   * What one step gave.
   *
   * @param seen the rollouts, as the oracle sees them
   * @param reward mean over the rollouts
   * @param divergence mean over the rollouts, summed over tokens, in nats
   * @param grown phrases that are in far more of the rollouts than in responses of the base
   * @param seconds that each phase took
   */
  record Point(
      Scorecard seen,
      double reward,
      double divergence,
      List<String> grown,
      Map<StepPhase, Double> seconds) {}

  /**
   * How long a policy is steered, and by what.
   *
   * @param steps PPO steps
   * @param first what the run begins with
   * @param turn what changes on the way; may be empty
   */
  record Course(int steps, PrinciplePlan first, Optional<Turn> turn) {

    /** {@return whether the principles change before this step, counted from 0} */
    boolean turnsAt(int step) {
      return turn.isPresent() && turn.get().step() == step;
    }
  }

  /**
   * A change of the principles while a policy is trained.
   *
   * @param step the first one, from 0, that it holds for
   * @param change what holds from then on
   */
  record Turn(int step, PlanChange change) {}

  /**
   * What a run gave.
   *
   * @param points step by step, fewer than there should be if the last one was over the budget
   * @param stepsBefore how many of them were before the plan changed: all if it did not
   * @param examAtChange the policy of that moment: the last one if the plan did not change
   * @param examAfter the last policy
   */
  record Outcome(
      List<Point> points,
      int stepsBefore,
      PolicyExam.Result examAtChange,
      PolicyExam.Result examAfter) {

    /** Copies the list. */
    Outcome {
      points = List.copyOf(points);
    }

    /** {@return what the oracle measured when the plan changed} */
    Scorecard atChange() {
      return examAtChange.card();
    }

    /** {@return what the oracle measured at the end} */
    Scorecard after() {
      return examAfter.card();
    }

    /** {@return whether the plan changed before the run ended} */
    boolean changed() {
      return stepsBefore < points.size();
    }

    /** {@return what the run would have given, had it ended where the plan changed} */
    Outcome untilChange() {
      return new Outcome(points.subList(0, stepsBefore), stepsBefore, examAtChange, examAtChange);
    }
  }

  /** {@return what the base answers to held-out prompts} */
  Scorecard ofBase() {
    try (OnnxLanguageModel model = OnnxLanguageModel.open(base, ENGINE)) {
      return exam.ask(model).card();
    }
  }

  /**
   * {@return what became of the policy}
   *
   * @param rewarding what it is rewarded by
   * @param course how long, and under which principles
   * @param seed of the run
   * @param monitor hears of steps and may cancel
   * @throws IllegalStateException if a number of the training is not finite
   */
  Outcome run(Rewarding rewarding, Course course, long seed, Monitor monitor) {
    Random random = new Random(seed);
    Path adapter = rewarding.adapter();
    RewardModelSettings scoring = RewardModelSettings.defaults().withEngine(ENGINE);
    try (TrainingBase shared = TrainingBase.open(base, PassSettings.defaults());
        TrainableModel policy =
            shared.policy("policy", Trained.Lora.everywhere(RANK, RANK), 1, random);
        TrainableModel value = shared.valueModel("value", new Trained.Adapter(adapter), random);
        OnnxLanguageModel live = OnnxLanguageModel.over(policy, ENGINE);
        OnnxLanguageModel reference = OnnxLanguageModel.open(base, ENGINE);
        RewardModel reward =
            rewarding.reading().apply(OnnxRewardModel.open(base, adapter, scoring))) {
      PrincipleSteering principles =
          PrincipleSteering.start(
              course.first(),
              settings.collecting().principles(),
              Clock.systemUTC(),
              PlanListener.none());
      PolicyTrainer trainer =
          new PolicyTrainer(
              new RolloutCollector(
                  new RolloutModels(live, reference, value, reward),
                  ChatTemplate.salmon(""),
                  settings.collecting()),
              policy,
              principles,
              settings.learning(),
              TrainerOptions.of(seed, course.steps()));
      Lookout lookout = new Lookout(reference, exam.tasks(), seed);
      return new Run(trainer, live, principles, lookout, random).follow(course, monitor);
    }
  }

  /** One run on its way. */
  private final class Run {

    private final PolicyTrainer trainer;
    private final LanguageModel live;
    private final PrincipleSteering principles;
    private final Lookout lookout;
    private final Random random;
    private final List<Point> points = new ArrayList<>();

    Run(
        PolicyTrainer trainer,
        LanguageModel live,
        PrincipleSteering principles,
        Lookout lookout,
        Random random) {
      this.trainer = trainer;
      this.live = live;
      this.principles = principles;
      this.lookout = lookout;
      this.random = random;
    }

    Outcome follow(Course course, Monitor monitor) {
      PolicyExam.Result atChange = null;
      int before = 0;
      boolean goesOn = true;
      for (int step = 0; goesOn && step < course.steps(); step++) {
        monitor.checkpoint(step, course.steps());
        if (course.turnsAt(step)) {
          atChange = exam.ask(live);
          before = step;
          principles.replace(course.turn().orElseThrow().change());
        }
        goesOn = step();
      }
      monitor.progressed(course.steps(), course.steps());
      PolicyExam.Result last = exam.ask(live);
      return atChange == null
          ? new Outcome(points, points.size(), last, last)
          : new Outcome(points, before, atChange, last);
    }

    /** {@return whether the run goes on} */
    private boolean step() {
      PpoStepReport report = trainer.step(prompts(), Monitor.none());
      if (report.outcome() instanceof StepOutcome.Skipped skipped) {
        throw new IllegalStateException(skipped.finding());
      }
      points.add(point(report.rollouts().orElseThrow()));
      return report.outcome() instanceof StepOutcome.Updated;
    }

    private List<Prompt> prompts() {
      List<Prompt> prompts = new ArrayList<>();
      for (int i = 0; i < settings.rollouts(); i++) {
        prompts.add(exam.tasks().draw(Split.TRAIN, random).prompt());
      }
      return prompts;
    }

    private Point point(RolloutBatch batch) {
      return new Point(
          seen(batch),
          batch.meanReward(),
          batch.meanDivergence(),
          lookout.grown(batch),
          trainer.lastSeconds());
    }
  }

  private Scorecard seen(RolloutBatch batch) {
    List<Scorecard.Entry> entries = new ArrayList<>();
    for (Rollout rollout : batch.rollouts()) {
      Task task = exam.tasks().of(rollout.prompt());
      entries.add(new Scorecard.Entry(task, exam.oracle().measure(task, rollout.trace().text())));
    }
    return Scorecard.of(entries);
  }
}
