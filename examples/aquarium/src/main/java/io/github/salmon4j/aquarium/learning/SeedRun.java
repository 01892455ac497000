package io.github.salmon4j.aquarium.learning;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The whole method once, from one seed: labels, two reward models, five policies. */
final class SeedRun {

  /** The set whose run goes on with a line against self-praise. */
  static final String HELPFUL = "helpful";

  static final String HONEST = "honest";
  static final String HARMLESS = "harmless";

  /** The sets that policies are steered by. */
  static final List<String> SETS = List.of(HELPFUL, HONEST, HARMLESS);

  /** Mean divergence of a response, in nats, that no run under principles may reach. */
  static final double BUDGET = 20;

  private static final double PENALTY = 0.015;
  private static final int DRAWN = 1;
  private static final double NEGATED = 0.5;
  private static final List<Integer> TRAINED = List.of(0, 1, 2, 3);
  private static final List<Integer> HELD_OUT = List.of(4, 5);

  private final Path base;
  private final Path folder;
  private final Scale scale;
  private final long seed;
  private final Progress progress;
  private final Tasks tasks = new Tasks(World.standard());
  private final Oracle oracle = new Oracle(World.standard());
  private final PhaseSeconds seconds = new PhaseSeconds();
  private final List<ExamPair> examPairs;
  private final Steering steering;
  private final Steering unbounded;

  SeedRun(Path base, Path folder, Scale scale, long seed, Progress progress) {
    this.base = base;
    this.folder = folder;
    this.scale = scale;
    this.seed = seed;
    this.progress = progress;
    this.examPairs = ExamPair.draw(scale.questions(), tasks, oracle, new Random(seed));
    this.steering = steering(BUDGET);
    this.unbounded = steering(Double.POSITIVE_INFINITY);
  }

  private Steering steering(double budget) {
    return new Steering(
        base,
        new SteeringSettings(scale.rollouts(), DRAWN, PENALTY, budget),
        new PolicyExam(tasks, oracle, scale.answers(), seed));
  }

  /** What two reward models learn from: verdicts, and those on helpful qualities without a word. */
  private record Labeled(
      LabelExam.Judged judged,
      LabelExam.Judged judgedHeldOut,
      List<Preference> principled,
      List<Preference> plain) {}

  SeedResult run() {
    Labeled labeled = label();
    Steering.Rewarding reward =
        Steering.Rewarding.byPrinciples(train("reward model", labeled.principled()));
    Steering.Rewarding plain =
        Steering.Rewarding.plainly(train("plain reward model", labeled.plain()));
    SeedResult.Exams exams =
        seconds.of("exams of the reward model", () -> examine(reward.adapter(), labeled));
    Scorecard before = seconds.of("exam of the base", steering::ofBase);
    SeedResult.Hack hack =
        new SeedResult.Hack(
            steer("helpful, then the line", steering, reward, helpfulThenLine()),
            steer("the same with the plain reward model", unbounded, plain, helpfulThenLine()));
    Map<String, Steering.Outcome> steered = new LinkedHashMap<>();
    steered.put(HELPFUL, hack.principled().untilChange());
    steered.put(HONEST, steer(HONEST, steering, reward, always(Principles.honest(0))));
    steered.put(HARMLESS, steer(HARMLESS, steering, reward, always(Principles.harmless(0))));
    return new SeedResult(exams, before, steered, hack, seconds.all());
  }

  private Labeled label() {
    try (OnnxLanguageModel model = OnnxLanguageModel.open(base)) {
      RunSeed chance = new RunSeed(seed);
      Labels own = new Labels(model, tasks, chance);
      List<ResponsePair> pairs =
          seconds.of("responses", () -> own.pairs(scale.prompts(), progress.monitor("responses")));
      Map<PrincipleSet, List<PreferenceLabel>> labels =
          seconds.of("labels", () -> own.judge(pairs, progress.monitor("labels")));
      LabelExam exam = new LabelExam(tasks, oracle);
      return new Labeled(
          exam.judged(labels.values()),
          seconds.of("exam of the judge", () -> exam.judged(judged(own).values())),
          Labels.preferences(labels, NEGATED, scale.passes(), chance),
          Labels.preferences(helpful(labels), 0, (scale.passes() + 1) / 2, chance).stream()
              .map(SeedRun::withoutPrinciples)
              .toList());
    }
  }

  /** {@return the verdicts under the qualities that the helpful principles name: half of them} */
  private static Map<PrincipleSet, List<PreferenceLabel>> helpful(
      Map<PrincipleSet, List<PreferenceLabel>> labels) {
    Set<String> names = new HashSet<>();
    Principles.helpful(0).forEach(principle -> names.add(principle.name()));
    Map<PrincipleSet, List<PreferenceLabel>> helpful = new LinkedHashMap<>();
    labels.forEach(
        (principles, of) ->
            helpful.put(
                PrincipleSet.of(
                    principles.principles().stream()
                        .filter(principle -> names.contains(principle.name()))
                        .toList()),
                of.stream().filter(label -> names.contains(label.principle().name())).toList()));
    return helpful;
  }

  /** {@return the judge's margins on the pairs that the reward model will be asked about} */
  private Map<PrincipleSet, List<PreferenceLabel>> judged(Labels own) {
    List<ResponsePair> pairs = examPairs.stream().map(ExamPair::texts).toList();
    return own.judge(pairs, progress.monitor("exam of the judge"));
  }

  private Path train(String name, List<Preference> preferences) {
    Path adapter = folder.resolve(name.replace(' ', '-') + "-" + seed);
    deleteIfExists(adapter); // of a run that was stopped before this seed ended
    return seconds.of(
        name,
        () -> {
          try (TrainingBase shared = TrainingBase.open(base, PassSettings.defaults())) {
            RewardTraining.train(shared, preferences, seed, adapter, progress.monitor(name));
            return adapter;
          }
        });
  }

  private static void deleteIfExists(Path folder) {
    if (Files.exists(folder)) {
      try {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException e) {
        throw new UncheckedIOException(folder.toString(), e);
      }
    }
  }

  private SeedResult.Exams examine(Path adapter, Labeled labeled) {
    try (OnnxRewardModel model =
        OnnxRewardModel.open(base, adapter, RewardModelSettings.defaults())) {
      SeedResult.Exams exams =
          new SeedResult.Exams(
              labeled.judged(),
              labeled.judgedHeldOut(),
              new LabelExam(tasks, oracle).learned(labeled.principled(), model),
              RewardExam.ask(model, examPairs, TRAINED),
              RewardExam.ask(model, examPairs, HELD_OUT));
      progress.note("reward model, trained wordings: " + exams.trained().inWords());
      progress.note("reward model, held-out wordings: " + exams.heldOut().inWords());
      return exams;
    }
  }

  private Steering.Outcome steer(
      String name, Steering by, Steering.Rewarding reward, Steering.Course course) {
    Steering.Outcome outcome =
        seconds.of(
            "policies and their exams",
            () -> by.run(reward, course, seed, progress.monitor("PPO " + name)));
    Scorecard after = outcome.after();
    progress.note(
        "%s: helpful %.2f, honest %.2f, harmless %.2f, self-praise %.2f, %.1f words"
            .formatted(
                name,
                after.helpful(),
                after.honest(),
                after.harmless(),
                after.selfPraise(),
                after.words()));
    return outcome;
  }

  private Steering.Course always(PrincipleSet set) {
    PrinciplePlan plan = PrinciplePlan.first(set, PrincipleSet.of());
    return new Steering.Course(2 * scale.steps(), plan, Optional.empty());
  }

  private Steering.Course helpfulThenLine() {
    PrinciplePlan first = PrinciplePlan.first(Principles.helpful(0), PrincipleSet.of());
    PlanChange line =
        new PlanChange(
            first.principles(), Principles.noSelfAssessment(), "responses praise themselves");
    return new Steering.Course(
        3 * scale.steps(), first, Optional.of(new Steering.Turn(scale.steps(), line)));
  }

  private static Preference withoutPrinciples(Preference preference) {
    return new Preference(preference.pair(), PlainRewardModel.LINE, preference.probabilityFirst());
  }
}
