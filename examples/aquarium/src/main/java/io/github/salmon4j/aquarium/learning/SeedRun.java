package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.calibration.LabelNoise;
import io.github.salmon4j.core.calibration.LabelOutput;
import io.github.salmon4j.core.calibration.SubsetSize;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;

/** The whole method once, from one seed: labels, two reward models, five policies. */
final class SeedRun {

  /** The only line that the plain reward model ever reads: it says nothing. */
  private static final Principle PLAIN = Principle.of("Plain", "A good response is better.");

  private static final double PENALTY = 0.05;
  private static final int DRAWN = 2;
  private static final double NEGATED = 0.5;
  private static final double LINES = 0.5;

  private final Path base;
  private final Path folder;
  private final Scale scale;
  private final long seed;
  private final Tasks tasks;
  private final Oracle oracle;
  private final Progress progress;

  SeedRun(Path base, Path folder, Scale scale, long seed, Progress progress) {
    this.base = base;
    this.folder = folder;
    this.scale = scale;
    this.seed = seed;
    this.tasks = new Tasks(World.standard());
    this.oracle = new Oracle(World.standard());
    this.progress = progress;
  }

  /**
   * What a seed gave.
   *
   * @param judged how often the judge is right
   * @param exams of the reward model
   * @param before what the base answers
   * @param steered what each set of principles made of it, by the set's name
   * @param hacked under helpful principles, an intervention line from the middle of the run on
   * @param plain under the plain reward model
   */
  record Result(
      LabelExam.Judged judged,
      Exams exams,
      Scorecard before,
      Map<String, Steering.Outcome> steered,
      Steering.Outcome hacked,
      Steering.Outcome plain) {}

  /**
   * What a reward model was asked.
   *
   * @param learned how often labels are right, and the model on the same pairs
   * @param trained principles in a wording of its training
   * @param heldOut principles in a held-out wording
   */
  record Exams(LabelExam.Learned learned, RewardExam.Result trained, RewardExam.Result heldOut) {}

  /** What two reward models learn from: the same verdicts, with and without principles. */
  private record Material(
      LabelExam.Judged judged, List<Preference> principled, List<Preference> plain) {}

  /** {@return the sets that policies are steered by, by name} */
  static Map<String, PrincipleSet> sets() {
    Map<String, PrincipleSet> sets = new LinkedHashMap<>();
    sets.put("helpful", Principles.helpful(0));
    sets.put("honest", Principles.honest(0));
    sets.put("harmless", Principles.harmless(0));
    return sets;
  }

  Result run() {
    Material material = label();
    Path reward = folder.resolve("reward-" + seed);
    Path plainReward = folder.resolve("plain-" + seed);
    try (TrainingBase shared = TrainingBase.open(base, PassSettings.defaults())) {
      RewardTraining.train(
          shared, material.principled(), seed, reward, progress.monitor("reward model"));
      RewardTraining.train(
          shared, material.plain(), seed, plainReward, progress.monitor("plain reward model"));
    }
    Exams exams = examine(reward, material.principled());
    Map<String, Steering.Outcome> steered = new LinkedHashMap<>();
    sets().forEach((name, set) -> steered.put(name, steer(name, reward, always(set))));
    return new Result(
        material.judged(),
        exams,
        new Steering(base, tasks, oracle).before(),
        steered,
        steer("intervention", reward, interveningHalfWay()),
        steer("plain", plainReward, always(PrincipleSet.of(PLAIN))));
  }

  private Material label() {
    try (OnnxLanguageModel model = OnnxLanguageModel.open(base)) {
      Labels own = new Labels(model, tasks, new RunSeed(seed));
      List<ResponsePair> pairs = own.pairs(scale.prompts(), progress.monitor("responses"));
      Map<PrincipleSet, List<PreferenceLabel>> labels =
          own.judge(pairs, progress.monitor("labels"));
      return new Material(
          new LabelExam(tasks, oracle).judged(labels.values()),
          own.preferences(labels, calibration(NEGATED)),
          own.preferences(labels, calibration(0)).stream().map(SeedRun::withoutLines).toList());
    }
  }

  private Exams examine(Path adapter, List<Preference> preferences) {
    try (OnnxRewardModel model =
        OnnxRewardModel.open(base, adapter, RewardModelSettings.defaults())) {
      RewardExam exam = new RewardExam(tasks, oracle);
      int heldOut = Aspect.FIRST_HELD_OUT;
      Exams exams =
          new Exams(
              new LabelExam(tasks, oracle).learned(preferences, model),
              exam.ask(model, 0, scale.questions(), new Random(seed)),
              exam.ask(model, heldOut, scale.questions(), new Random(seed)));
      progress.note("reward model, trained wording: " + exams.trained());
      progress.note("reward model, held-out wording: " + exams.heldOut());
      return exams;
    }
  }

  private Steering.Outcome steer(String name, Path reward, LongFunction<PrinciplePlan> plan) {
    int drawn = Math.min(DRAWN, plan.apply(0).principles().size());
    Steering.Length length = new Steering.Length(scale.steps(), scale.rollouts(), drawn, PENALTY);
    Steering.Outcome outcome =
        new Steering(base, tasks, oracle)
            .run(reward, plan, length, seed, progress.monitor("PPO " + name));
    progress.note(
        "%s: helpful %.2f, honest %.2f, harmless %.2f, self-praise %.2f, %.1f words"
            .formatted(
                name,
                outcome.after().helpful(),
                outcome.after().honest(),
                outcome.after().harmless(),
                outcome.after().selfPraise(),
                outcome.after().words()));
    return outcome;
  }

  private static LongFunction<PrinciplePlan> always(PrincipleSet set) {
    PrinciplePlan plan = PrinciplePlan.first(set, PrincipleSet.of());
    return step -> plan;
  }

  private LongFunction<PrinciplePlan> interveningHalfWay() {
    PrinciplePlan first = PrinciplePlan.first(Principles.helpful(0), PrincipleSet.of());
    PrinciplePlan then = first.then(first.principles(), Principles.noSelfAssessment());
    return step -> step < scale.steps() / 2 ? first : then;
  }

  private CalibrationSettings calibration(double negation) {
    CalibrationSettings defaults = CalibrationSettings.defaults();
    return new CalibrationSettings(
        defaults.scoring(),
        new SubsetSize.Geometric(LINES),
        negation,
        defaults.exchange(),
        List.of(),
        LabelNoise.none(),
        LabelOutput.HARD,
        scale.passes());
  }

  private static Preference withoutLines(Preference preference) {
    return new Preference(preference.pair(), Guideline.of(PLAIN), preference.probabilityFirst());
  }
}
