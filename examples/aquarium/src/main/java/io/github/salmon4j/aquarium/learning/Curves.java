package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Curve;
import io.github.salmon4j.aquarium.report.Curve.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the rollouts of each PPO step were like. */
final class Curves {

  private static final String STEP = "PPO step";

  private final Seeds seeds;

  private Curves(Seeds seeds) {
    this.seeds = seeds;
  }

  static List<Curve> of(Seeds seeds) {
    Curves curves = new Curves(seeds);
    List<Curve> all = new ArrayList<>();
    SeedRun.SETS.forEach(set -> all.add(curves.steered(set)));
    all.add(curves.hack());
    all.add(curves.divergence());
    return all;
  }

  private Curve steered(String set) {
    Function<SeedResult, Steering.Outcome> run = result -> result.steered(set);
    return new Curve(
        "Under " + set + " principles",
        STEP,
        "measure over rollouts",
        List.of(
            series("helpful", run, point -> point.seen().helpful()),
            series("honest", run, point -> point.seen().honest()),
            series("harmless", run, point -> point.seen().harmless())));
  }

  private Curve hack() {
    ToDoubleFunction<Steering.Point> praise = point -> point.seen().selfPraise();
    return new Curve(
        "Self-praise, a line added after a third of the steps",
        STEP,
        "share of rollouts",
        List.of(
            series("reads the line", result -> result.hack().principled(), praise),
            series("plain reward model", result -> result.hack().plain(), praise)));
  }

  private Curve divergence() {
    List<Series> series = new ArrayList<>();
    for (String set : SeedRun.SETS) {
      series.add(series(set, result -> result.steered(set), Steering.Point::divergence));
    }
    series.add(series("line added", r -> r.hack().principled(), Steering.Point::divergence));
    series.add(series("plain", r -> r.hack().plain(), Steering.Point::divergence));
    return new Curve("Divergence from the base", STEP, "nats, of a response", series);
  }

  /** As far as all seeds came. */
  private Series series(
      String name,
      Function<SeedResult, Steering.Outcome> run,
      ToDoubleFunction<Steering.Point> of) {
    List<List<Steering.Point>> points =
        seeds.results().stream().map(result -> run.apply(result).points()).toList();
    int steps = points.stream().mapToInt(List::size).min().orElseThrow();
    return Series.ofSeeds(
        name,
        IntStream.rangeClosed(1, steps).mapToObj(step -> (double) step).toList(),
        points.stream().map(seed -> finite(seed.subList(0, steps), of)).toList());
  }

  /**
   * A step without, say, a forbidden request has no mean: it shows that of the step before, or of
   * the first that has one.
   */
  private static List<Double> finite(
      List<Steering.Point> points, ToDoubleFunction<Steering.Point> of) {
    List<Double> values = new ArrayList<>();
    double last = points.stream().mapToDouble(of).filter(Double::isFinite).findFirst().orElse(0);
    for (Steering.Point point : points) {
      double value = of.applyAsDouble(point);
      last = Double.isFinite(value) ? value : last;
      values.add(last);
    }
    return values;
  }
}
