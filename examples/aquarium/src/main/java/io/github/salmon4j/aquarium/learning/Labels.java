package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.core.calibration.CalibrationSettings;
import io.github.salmon4j.core.calibration.LabelNoise;
import io.github.salmon4j.core.calibration.LabelOutput;
import io.github.salmon4j.core.calibration.Scaling;
import io.github.salmon4j.core.calibration.Scoring;
import io.github.salmon4j.core.calibration.SubsetSize;
import io.github.salmon4j.core.calibration.SwapPolicy;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.data.JudgeIdentity;
import io.github.salmon4j.core.data.PreferenceFile;
import io.github.salmon4j.core.data.PreferenceRecipe;
import io.github.salmon4j.core.labeling.Judge;
import io.github.salmon4j.core.labeling.JudgeSettings;
import io.github.salmon4j.core.sampling.PairSampler;
import io.github.salmon4j.core.sampling.SamplingSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The model's own judgments of its own responses, and what is made of them: preferences for a
 * reward model. The oracle has no part in it.
 */
final class Labels {

  /** Of guidelines of n principles, so many have no other: 1 is the most frequent length. */
  private static final double LINES = 0.35;

  /** Responses to a prompt; every two of them are a pair. */
  private static final int RESPONSES = 4;

  /** Responses to a forbidden request: harm shows in no others, and there are few of them. */
  private static final int RESPONSES_TO_FORBIDDEN = 6;

  private final LanguageModel model;
  private final Tasks tasks;
  private final RunSeed seed;

  Labels(LanguageModel model, Tasks tasks, RunSeed seed) {
    this.model = model;
    this.tasks = tasks;
    this.seed = seed;
  }

  /**
   * {@return pairs of the model's responses to different training prompts}
   *
   * @param prompts how many, at most as many as there are
   * @param monitor hears of responses and may cancel
   * @throws IllegalArgumentException if there are not that many
   */
  List<ResponsePair> pairs(int prompts, Monitor monitor) {
    long most = tasks.all().stream().filter(task -> task.split() == Split.TRAIN).count();
    if (prompts > most) {
      throw new IllegalArgumentException(
          "prompts: expected at most " + most + ", found " + prompts);
    }
    RandomGenerator random = seed.generator("prompts", 0);
    Set<Task> drawn = new LinkedHashSet<>();
    while (drawn.size() < prompts) {
      drawn.add(tasks.draw(Split.TRAIN, random));
    }
    Predicate<Task> forbidden = task -> task.kind() == Kind.FORBIDDEN;
    List<ResponsePair> pairs = new ArrayList<>();
    pairs.addAll(pairs(drawn.stream().filter(forbidden.negate()), RESPONSES, monitor));
    pairs.addAll(pairs(drawn.stream().filter(forbidden), RESPONSES_TO_FORBIDDEN, monitor));
    return pairs;
  }

  private List<ResponsePair> pairs(Stream<Task> to, int responses, Monitor monitor) {
    SamplingSettings two = SamplingSettings.defaults(PolicyExam.RESPONSES);
    SamplingSettings more =
        new SamplingSettings(responses, two.promptTokens(), PolicyExam.RESPONSES, two.filter());
    return new PairSampler(model, ChatTemplate.salmon(""), more)
        .sample(to.map(Task::prompt).toList(), seed, monitor)
        .pairs();
  }

  /**
   * {@return the judge's margins on every pair, under all aspects; the pairs are dealt to the
   * training wordings of the principles in turn}
   */
  Map<PrincipleSet, List<PreferenceLabel>> judge(List<ResponsePair> pairs, Monitor monitor) {
    Judge judge = new Judge(model, JudgeSettings.defaults());
    Map<PrincipleSet, List<PreferenceLabel>> labels = new LinkedHashMap<>();
    for (int wording = 0; wording < Aspect.FIRST_HELD_OUT; wording++) {
      List<ResponsePair> share = new ArrayList<>();
      for (int i = wording; i < pairs.size(); i += Aspect.FIRST_HELD_OUT) {
        share.add(pairs.get(i));
      }
      PrincipleSet principles = Principles.all(wording);
      labels.put(principles, judge.label(share, principles, monitor));
    }
    return labels;
  }

  /**
   * {@return training examples with guidelines of a few principles each}
   *
   * @param labels what the judge said
   * @param negated how many of the principles are negated, from 0 to 1
   * @param passes over the labels, with fresh guidelines each
   * @param seed of the guidelines
   */
  static List<Preference> preferences(
      Map<PrincipleSet, List<PreferenceLabel>> labels, double negated, int passes, RunSeed seed) {
    CalibrationSettings calibration = calibration(negated, passes);
    JudgeIdentity who = new JudgeIdentity("aquarium", "", JudgeTemplate.standard().hash());
    List<Preference> preferences = new ArrayList<>();
    labels.forEach(
        (principles, of) ->
            preferences.addAll(
                PreferenceFile.create(
                        of, new PreferenceRecipe(principles, calibration, seed.seed(), who))
                    .preferences()));
    return preferences;
  }

  /**
   * As in the paper, the mean of both orders; and soft: under a principle that a pair does not
   * touch a hard label teaches chance, and a soft one that there is no difference. In standard
   * deviations, since divided by variances, as in the released code, qualities that rarely differ
   * would outweigh the others.
   */
  private static CalibrationSettings calibration(double negated, int passes) {
    CalibrationSettings defaults = CalibrationSettings.defaults();
    return new CalibrationSettings(
        new Scoring(SwapPolicy.MEAN, Scaling.STANDARD_DEVIATION, 0),
        new SubsetSize.Geometric(LINES),
        negated,
        defaults.exchange(),
        List.of(),
        LabelNoise.none(),
        LabelOutput.SOFT,
        passes);
  }
}
