package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks a reward model about pairs of responses, each under every aspect on which the oracle sees a
 * clear difference: does the score follow the principle, its negation, and nothing else?
 */
final class RewardExam {

  private final RewardModel model;
  private final List<Question> questions = new ArrayList<>();
  private final List<RewardQuery> queries = new ArrayList<>();

  private RewardExam(RewardModel model) {
    this.model = model;
  }

  /**
   * What came out; a tie follows nothing and changes nothing.
   *
   * @param follows ranked as the principle says
   * @param followsNegation ranked as its negation says
   * @param flips ranked otherwise under the negation than under the principle
   * @param irrelevant ranked otherwise with a second principle on which the responses are equal
   * @param reordered ranked otherwise with the two principles in the other order
   * @param byAspect ranked as the principle says, for each aspect that was asked about
   */
  record Result(
      Share follows,
      Share followsNegation,
      Share flips,
      Share irrelevant,
      Share reordered,
      Map<Aspect, Share> byAspect) {

    /** {@return the rates in a line, without those of each aspect} */
    String inWords() {
      return "follows %.3f, negation %.3f, flips %.3f, irrelevant %.3f, reordered %.3f"
          .formatted(
              follows.value(),
              followsNegation.value(),
              flips.value(),
              irrelevant.value(),
              reordered.value());
    }
  }

  /** One aspect of one pair; the margin is the oracle's. */
  private record Question(Aspect aspect, double margin) {}

  /**
   * {@return the result}
   *
   * @param model who is asked
   * @param pairs what about
   * @param wordings in which the principles are stated, from 0 to 5; questions take them in turn
   */
  static Result ask(RewardModel model, List<ExamPair> pairs, List<Integer> wordings) {
    RewardExam exam = new RewardExam(model);
    pairs.forEach(pair -> exam.addQuestions(pair, wordings));
    return exam.result();
  }

  private void addQuestions(ExamPair pair, List<Integer> wordings) {
    ResponsePair texts = pair.texts();
    pair.margins()
        .forEach(
            (aspect, margin) -> {
              int number = questions.size();
              int wording = wordings.get(number % wordings.size());
              int turn = number / wordings.size();
              List<Guideline> guidelines = guidelines(aspect, pair.ties(), wording, turn);
              queries.add(new RewardQuery(texts.prompt(), texts.first(), guidelines));
              queries.add(new RewardQuery(texts.prompt(), texts.second(), guidelines));
              questions.add(new Question(aspect, margin));
            });
  }

  /** The principle, its negation and, where there is a tie to take, both orders with that. */
  private static List<Guideline> guidelines(
      Aspect aspect, List<Aspect> ties, int wording, int turn) {
    Principle stated = aspect.principle(wording);
    List<Guideline> guidelines = new ArrayList<>();
    guidelines.add(Guideline.of(stated));
    guidelines.add(Guideline.of(stated).negated());
    if (!ties.isEmpty()) {
      Principle other = ties.get(turn % ties.size()).principle(wording);
      guidelines.add(Guideline.of(stated, other));
      guidelines.add(Guideline.of(other, stated));
    }
    return guidelines;
  }

  private Result result() {
    List<List<RewardScore>> scores = model.score(queries, Monitor.none());
    Tally follows = new Tally();
    Tally negation = new Tally();
    Tally flips = new Tally();
    Tally irrelevant = new Tally();
    Tally reordered = new Tally();
    for (int i = 0; i < questions.size(); i++) {
      Aspect aspect = questions.get(i).aspect();
      double margin = questions.get(i).margin();
      double[] better = differences(scores.get(2 * i), scores.get(2 * i + 1));
      follows.add(aspect, better[0] * margin > 0);
      negation.add(aspect, better[1] * margin < 0);
      flips.add(aspect, better[0] * better[1] < 0);
      if (better.length > 2) {
        irrelevant.add(aspect, better[0] * better[2] < 0);
        reordered.add(aspect, better[2] * better[3] < 0);
      }
    }
    return new Result(
        follows.share(),
        negation.share(),
        flips.share(),
        irrelevant.share(),
        reordered.share(),
        follows.byAspect());
  }

  /** {@return under each guideline, by how much the first response scores higher} */
  private static double[] differences(List<RewardScore> first, List<RewardScore> second) {
    double[] differences = new double[first.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = first.get(i).value() - second.get(i).value();
    }
    return differences;
  }
}
