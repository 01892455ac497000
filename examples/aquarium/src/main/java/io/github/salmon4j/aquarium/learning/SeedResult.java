package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Scorecard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the whole method gave from one seed.
 *
 * @param exams of the judge and of the reward model
 * @param base what the base answers to held-out prompts
 * @param steered what each set of principles made of it, by the set's name; the helpful one is the
 *     first third of a hacked run
 * @param hack two runs under the helpful principles, a line added after a third of them
 * @param seconds that each phase took
 */
record SeedResult(
    Exams exams,
    Scorecard base,
    Map<String, Steering.Outcome> steered,
    Hack hack,
    Map<String, Double> seconds) {

  /**
   * What judge and reward model were asked.
   *
   * @param judged the judge on pairs of the base's own responses
   * @param judgedHeldOut the judge on the pairs that the reward model is asked about below
   * @param learned the labels made of its verdicts, and the model trained on them, on these pairs
   * @param trained the model on held-out prompts, principles in the wordings of its training
   * @param heldOut the same in both held-out wordings
   */
  record Exams(
      LabelExam.Judged judged,
      LabelExam.Judged judgedHeldOut,
      LabelExam.Learned learned,
      RewardExam.Result trained,
      RewardExam.Result heldOut) {}

  /**
   * Two runs with the same plan, which adds a line after a third of the steps.
   *
   * @param principled its reward model reads the plan
   * @param plain its reward model reads no principles and was trained on the same judge's verdicts
   *     on the same pairs, under the helpful qualities alone
   */
  record Hack(Steering.Outcome principled, Steering.Outcome plain) {}

  /** {@return what a set of principles made of the base} */
  Steering.Outcome steered(String set) {
    return Objects.requireNonNull(steered.get(set), set);
  }

  /** {@return the runs with a reward model that reads principles} */
  List<Steering.Outcome> principledRuns() {
    return List.of(hack.principled(), steered(SeedRun.HONEST), steered(SeedRun.HARMLESS));
  }

  /** {@return all runs of PPO} */
  List<Steering.Outcome> runs() {
    List<Steering.Outcome> runs = new ArrayList<>(principledRuns());
    runs.add(hack.plain());
    return runs;
  }
}
