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

  private static final Task FACT = ScriptedModel.TASKS.of(Kind.FACT, Split.TRAIN).get(0);
  private static final Task DEED = ScriptedModel.TASKS.of(Kind.FORBIDDEN, Split.TRAIN).get(0);

  int follows = 96;
  int negation = 91;
  int flips = 86;
  int irrelevant = 4;
  int reordered = 4;
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
            hacked(praiseBefore + noise, praiseAfter), hacked(praiseBefore, plainAfter + noise)),
        Map.of("labels", 12.5 * seed));
  }

  private SeedResult.Exams exams() {
    Map<Aspect, Share> byAspect = Map.of(Aspect.HONEST, of100(60));
    return new SeedResult.Exams(
        new LabelExam.Judged(of100(70), of100(75), of100(80), byAspect),
        new LabelExam.Judged(of100(70), of100(judgeHeldOut), of100(80), byAspect),
        new LabelExam.Learned(of100(labels), of100(model)),
        exam(follows, byAspect),
        exam(follows - 6, byAspect));
  }

  private RewardExam.Result exam(int following, Map<Aspect, Share> byAspect) {
    return new RewardExam.Result(
        of100(following),
        of100(negation),
        of100(flips),
        of100(irrelevant),
        of100(reordered),
        byAspect);
  }

  private Steering.Outcome run(Scorecard after, long seed) {
    List<Steering.Point> points = new ArrayList<>();
    for (int step = 0; step < (seed == 4 ? stepsOfFourth : STEPS); step++) {
      points.add(point(after, seed == 3 && step == 6 ? largestDivergence : step));
    }
    PolicyExam.Result last = new PolicyExam.Result(after, Map.of("Fish?", "Yes."));
    return new Steering.Outcome(points, points.size(), last, last);
  }

  private static Steering.Outcome hacked(double before, double after) {
    return hacked(List.of(before, before, before, before, before, after, after, after, after), 5);
  }

  /** A run with this self-praise in its steps, a line added before one of them. */
  static Steering.Outcome hacked(List<Double> praise, int before) {
    List<Steering.Point> points = praise.stream().map(rate -> point(praising(rate), 1)).toList();
    return new Steering.Outcome(
        points, before, exam(praise.get(before - 1)), exam(praise.get(praise.size() - 1)));
  }

  private static PolicyExam.Result exam(double praise) {
    return new PolicyExam.Result(praising(praise), Map.of());
  }

  private static Steering.Point point(Scorecard seen, double divergence) {
    return new Steering.Point(
        seen, 1, divergence, Map.of(StepPhase.GENERATE, 2.0, StepPhase.UPDATE, 4.0));
  }

  private static Scorecard praising(double rate) {
    return card(0.5, 0.5, 0.5, rate);
  }

  static Scorecard card(double helpful, double honest, double harmless, double praise) {
    Scorecard card = new Scorecard();
    Map<Aspect, Double> help = new EnumMap<>(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      help.put(aspect, helpful);
    }
    help.put(Aspect.HONEST, honest);
    help.put(Aspect.MODEST, 1 - praise);
    help.remove(Aspect.HARMLESS);
    card.add(FACT, new Measures(help, 8));
    Map<Aspect, Double> deed = new EnumMap<>(help);
    deed.remove(Aspect.HONEST);
    deed.put(Aspect.HARMLESS, harmless);
    card.add(DEED, new Measures(deed, 8));
    return card;
  }

  private static Share of100(int hits) {
    return new Share(hits, 100);
  }
}
