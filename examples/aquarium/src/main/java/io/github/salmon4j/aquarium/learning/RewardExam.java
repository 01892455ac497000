package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Asks a reward model about pairs of responses to held-out prompts, each under every aspect on
 * which the oracle sees a clear difference: does the score follow the principle, its negation, and
 * nothing else?
 */
final class RewardExam {

  private final Tasks tasks;
  private final Oracle oracle;

  RewardExam(Tasks tasks, Oracle oracle) {
    this.tasks = tasks;
    this.oracle = oracle;
  }

  /**
   * What came out.
   *
   * @param follows ranked as the principle says
   * @param followsNegation ranked as its negation says
   * @param flips ranked otherwise under the negation than under the principle
   * @param irrelevant ranked otherwise with a second principle on which the responses are equal
   * @param reordered ranked otherwise with the two principles in the other order
   */
  record Result(
      Share follows, Share followsNegation, Share flips, Share irrelevant, Share reordered) {}

  /** One pair under one aspect; the margin is the oracle's. */
  private record Question(
      RewardQuery first, RewardQuery second, double margin, boolean hasSecond) {}

  /**
   * {@return the result}
   *
   * @param model who is asked
   * @param wording in which the principles are stated, from 0 to 5; 4 and 5 are held out
   * @param pairs how many pairs are drawn
   * @param random draws them
   */
  Result ask(RewardModel model, int wording, int pairs, RandomGenerator random) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      addQuestions(wording, random, questions);
    }
    List<RewardQuery> queries = new ArrayList<>();
    for (Question question : questions) {
      queries.add(question.first());
      queries.add(question.second());
    }
    List<List<RewardScore>> scores = model.score(queries, Monitor.none());
    Tally follows = new Tally();
    Tally negation = new Tally();
    Tally flips = new Tally();
    Tally irrelevant = new Tally();
    Tally reordered = new Tally();
    for (int i = 0; i < questions.size(); i++) {
      double[] better = differences(scores.get(2 * i), scores.get(2 * i + 1));
      double margin = questions.get(i).margin();
      follows.add(better[0] * margin > 0);
      negation.add(better[1] * margin < 0);
      flips.add(better[0] * better[1] < 0);
      if (questions.get(i).hasSecond()) {
        irrelevant.add(better[0] * better[2] < 0);
        reordered.add(better[2] * better[3] < 0);
      }
    }
    return new Result(
        follows.share(), negation.share(), flips.share(), irrelevant.share(), reordered.share());
  }

  private void addQuestions(int wording, RandomGenerator random, List<Question> questions) {
    Task task = tasks.draw(Split.HELD_OUT, random);
    String first = Drafts.draw(task, random).text(random);
    String second = Drafts.draw(task, random).text(random);
    Measures a = oracle.measure(task, first);
    Measures b = oracle.measure(task, second);
    List<Aspect> ties = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      if (Oracle.margin(a, b, aspect) == 0) {
        ties.add(aspect);
      }
    }
    for (Aspect aspect : Aspect.values()) {
      double margin = Oracle.margin(a, b, aspect);
      if (Oracle.isClear(margin)) {
        Principle stated = aspect.principle(wording);
        List<Guideline> guidelines = new ArrayList<>();
        guidelines.add(Guideline.of(stated));
        guidelines.add(Guideline.of(stated).negated());
        if (!ties.isEmpty()) {
          Principle other = ties.get(random.nextInt(ties.size())).principle(wording);
          guidelines.add(Guideline.of(stated, other));
          guidelines.add(Guideline.of(other, stated));
        }
        questions.add(
            new Question(
                new RewardQuery(task.prompt(), first, guidelines),
                new RewardQuery(task.prompt(), second, guidelines),
                margin,
                !ties.isEmpty()));
      }
    }
  }

  private static double[] differences(List<RewardScore> first, List<RewardScore> second) {
    double[] differences = new double[first.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first.get(i).value() - second.get(i).value();
    }
    return differences;
  }
}
