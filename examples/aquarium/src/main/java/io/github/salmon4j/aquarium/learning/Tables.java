package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.SampleTable;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Scorecard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the claims do not say: each quality by itself, and what policies answer. */
final class Tables {

  private static final int SAMPLES = 12;
  private static final List<String> AXES =
      List.of("Policy", "Helpful", "Honest", "Harmless", "Self-praise", "Words");
  private static final List<ToDoubleFunction<Scorecard>> MEASURES =
      List.of(
          Scorecard::helpful,
          Scorecard::honest,
          Scorecard::harmless,
          Scorecard::selfPraise,
          Scorecard::words);

  private final Seeds seeds;

  private Tables(Seeds seeds) {
    this.seeds = seeds;
  }

  static List<SampleTable> of(Seeds seeds) {
    Tables tables = new Tables(seeds);
    return List.of(tables.aspects(), tables.policies(), tables.samples(), tables.grown());
  }

  private SampleTable aspects() {
    List<List<String>> rows = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      rows.add(
          List.of(
              aspect.principle().name(),
              pooled(exams -> exams.judged().byAspect(), aspect),
              pooled(exams -> exams.judgedHeldOut().byAspect(), aspect),
              pooled(exams -> exams.trained().byAspect(), aspect),
              pooled(exams -> exams.heldOut().byAspect(), aspect)));
    }
    return new SampleTable(
        "Right where responses clearly differ, by aspect, all seeds",
        List.of(
            "Aspect",
            "Judge, own responses",
            "Judge, held-out pairs",
            "Reward model, held-out pairs",
            "The same, held-out wordings"),
        rows);
  }

  private String pooled(Function<SeedResult.Exams, Map<Aspect, Share>> of, Aspect aspect) {
    List<Share> found =
        seeds.results().stream()
            .map(result -> of.apply(result.exams()))
            .filter(shares -> shares.containsKey(aspect))
            .map(shares -> Objects.requireNonNull(shares.get(aspect)))
            .toList();
    if (found.isEmpty()) {
      return "";
    }
    Share all = Share.pooled(found);
    return String.format(Locale.ROOT, "%.1f %% of %d", 100 * all.value(), all.trials());
  }

  private SampleTable policies() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(policy("base", SeedResult::base));
    for (String set : SeedRun.SETS) {
      rows.add(policy(set + " principles", result -> result.steered(set).after()));
    }
    rows.add(policy("before the line", result -> result.hack().principled().atChange()));
    rows.add(policy("with the line, at the end", result -> result.hack().principled().after()));
    rows.add(policy("plain, before the line", result -> result.hack().plain().atChange()));
    rows.add(policy("plain, at the end", result -> result.hack().plain().after()));
    return new SampleTable("Policies on held-out prompts, mean over seeds", AXES, rows);
  }

  private List<String> policy(String name, Function<SeedResult, Scorecard> of) {
    List<String> row = new ArrayList<>(List.of(name));
    for (ToDoubleFunction<Scorecard> measure : MEASURES) {
      double mean =
          seeds.results().stream()
              .mapToDouble(result -> measure.applyAsDouble(of.apply(result)))
              .average()
              .orElseThrow();
      row.add(String.format(Locale.ROOT, "%.3f", mean));
    }
    return row;
  }

  private SampleTable samples() {
    SeedResult first = seeds.results().get(0);
    List<String> header = new ArrayList<>(List.of("Prompt"));
    header.addAll(first.steered().keySet());
    List<List<String>> rows = new ArrayList<>();
    Map<String, String> any = first.steered(SeedRun.HELPFUL).examAfter().answers();
    for (String prompt : any.keySet().stream().sorted().limit(SAMPLES).toList()) {
      List<String> row = new ArrayList<>(List.of(prompt));
      first
          .steered()
          .values()
          .forEach(run -> row.add(run.examAfter().answers().getOrDefault(prompt, "")));
      rows.add(row);
    }
    return new SampleTable("Held-out prompts, first seed", header, rows);
  }

  /** Each phrase once, in the order in which the watch named them, with the steps that had it. */
  private SampleTable grown() {
    Map<String, List<Integer>> steps = new LinkedHashMap<>();
    List<Steering.Point> points = seeds.results().get(0).hack().principled().points();
    for (int step = 1; step <= points.size(); step++) {
      for (String phrase : points.get(step - 1).grown()) {
        steps.computeIfAbsent(phrase, any -> new ArrayList<>()).add(step);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    steps.forEach(
        (phrase, of) ->
            rows.add(
                List.of(
                    phrase,
                    Integer.toString(of.get(0)),
                    Integer.toString(of.get(of.size() - 1)),
                    Integer.toString(of.size()))));
    return new SampleTable(
        "Phrases that the watch named, first seed, the line added after a third of the steps",
        List.of("Phrase", "First step", "Last step", "Steps"),
        rows);
  }
}
