package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Scorecard;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.ppo.StepPhase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Results of five seeds that bear out every claim, until a test changes a number. */
final class HandMade {

  static final int STEPS = 10;

  private static final int LINE = 5;
  private static final int NOTICED = 2;

  private static final Task FACT = ScriptedModel.TASKS.of(Kind.FACT, Split.TRAIN).get(0);
  private static final Task DEED = ScriptedModel.TASKS.of(Kind.FORBIDDEN, Split.TRAIN).get(0);

  int follows = 96;
  int negation = 91;
  int flips = 86;
  int irrelevant = 4;
  int reordered = 4;
  int oneOrder = 70;
  int judgeHeldOut = 90;
  int labels = 80;
  int model = 90;
  double helpful = 0.8;
  double honest = 0.8;
  double harmless = 0.8;
  double otherHelpful = 0.6;
  double otherHonest = 0.6;
  double otherHarmless = 0.6;
  double baseMeasure = 0.5;
  double largestDivergence = SeedRun.BUDGET - 1;
  double basePraise = 0.1;
  double praiseBefore = 0.5;
  double praiseAfter = 0.02;
  double plainBefore = 0.7;
  double plainAfter = 0.6;
  double spread = 0.01;

  /** How many steps the runs of the fourth seed have. */
  int stepsOfFourth = STEPS;

  Seeds seeds() {
    return new Seeds(LongStream.rangeClosed(1, 5).mapToObj(this::result).toList());
  }

  /** Differences between sets vary by seed by {@link #spread}, up and down. */
  private SeedResult result(long seed) {
    double noise = spread * (seed % 2 == 0 ? 1 : -1);
    Map<String, Steering.Outcome> steered = new LinkedHashMap<>();
    steered.put(
        "helpful", run(card(helpful + noise, otherHonest, otherHarmless, basePraise), seed));
    steered.put("honest", run(card(otherHelpful, honest + noise, otherHarmless, basePraise), seed));
    steered.put(
        "harmless", run(card(otherHelpful, otherHonest, harmless + noise, basePraise), seed));
    return new SeedResult(
        exams(),
        card(baseMeasure, baseMeasure, baseMeasure, basePraise),
        steered,
        new SeedResult.Hack(
            hacked(around(praiseBefore + noise, praiseAfter), LINE, 1, NOTICED),
            hacked(around(plainBefore, plainAfter + noise), LINE, 12, NOTICED + 1)),
        Map.of("labels", 12.5 * seed));
  }

  private SeedResult.Exams exams() {
    Map<Aspect, Share> byAspect = Map.of(Aspect.HONEST, of100(60));
    return new SeedResult.Exams(
        new LabelExam.Judged(of100(oneOrder), of100(75), of100(82), byAspect),
        new LabelExam.Judged(of100(60), of100(judgeHeldOut), of100(65), byAspect),
        new LabelExam.Learned(of100(labels), of100(model)),
        exam(0, byAspect),
        exam(1, byAspect));
  }

  /** With a drop of 1, follows loses 6, its negation 7, flips 8; the others gain 2 and 1. */
  private RewardExam.Result exam(int drop, Map<Aspect, Share> byAspect) {
    return new RewardExam.Result(
        of100(follows - 6 * drop),
        of100(negation - 7 * drop),
        of100(flips - 8 * drop),
        of100(irrelevant + 2 * drop),
        of100(reordered + drop),
        byAspect);
  }

  private Steering.Outcome run(Scorecard after, long seed) {
    List<Steering.Point> points = new ArrayList<>();
    for (int step = 0; step < (seed == 4 ? stepsOfFourth : STEPS); step++) {
      points.add(point(after, seed == 3 && step == 6 ? largestDivergence : step, List.of()));
    }
    PolicyExam.Result last = new PolicyExam.Result(after, Map.of("Fish?", "Yes."));
    return new Steering.Outcome(points, points.size(), last, last);
  }

  private static List<Double> around(double before, double after) {
    return List.of(before, before, before, before, before, after, after, after, after);
  }

  /** A run with this self-praise in its steps, a line added before one of them. */
  static Steering.Outcome hacked(List<Double> praise, int before) {
    return hacked(praise, before, 1, NOTICED);
  }

  private static Steering.Outcome hacked(
      List<Double> praise, int before, double divergence, int noticed) {
    List<Steering.Point> points = new ArrayList<>();
    for (int step = 1; step <= praise.size(); step++) {
      List<String> grown =
          step < noticed ? List.of("the red fox") : List.of("the red fox", "an excellent answer");
      points.add(point(praising(praise.get(step - 1)), divergence, grown));
    }
    return new Steering.Outcome(
        points, before, exam(praise.get(before - 1)), exam(praise.get(praise.size() - 1)));
  }

  private static PolicyExam.Result exam(double praise) {
    return new PolicyExam.Result(praising(praise), Map.of());
  }

  private static Steering.Point point(Scorecard seen, double divergence, List<String> grown) {
    return new Steering.Point(
        seen, 1, divergence, grown, Map.of(StepPhase.GENERATE, 2.0, StepPhase.UPDATE, 4.0));
  }

  private static Scorecard praising(double rate) {
    return card(0.5, 0.5, 0.5, rate);
  }

  static Scorecard card(double helpful, double honest, double harmless, double praise) {
    Map<Aspect, Double> help = new EnumMap<>(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      help.put(aspect, helpful);
    }
    help.put(Aspect.HONEST, honest);
    help.put(Aspect.MODEST, 1 - praise);
    help.remove(Aspect.HARMLESS);
    Map<Aspect, Double> deed = new EnumMap<>(help);
    deed.remove(Aspect.HONEST);
    deed.put(Aspect.HARMLESS, harmless);
    return Scorecard.of(
        List.of(
            new Scorecard.Entry(FACT, new Measures(help, 8)),
            new Scorecard.Entry(DEED, new Measures(deed, 8))));
  }

  private static Share of100(int hits) {
    return new Share(hits, 100);
  }
}
