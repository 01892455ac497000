package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.SampleTable;
import io.github.salmon4j.ppo.StepPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the time went. */
final class TimeTables {

  private TimeTables() {}

  static List<SampleTable> of(Seeds seeds) {
    return List.of(phases(seeds), step(seeds));
  }

  private static SampleTable phases(Seeds seeds) {
    List<List<String>> rows = new ArrayList<>();
    for (String phase : seeds.results().get(0).seconds().keySet()) {
      double mean =
          seeds.results().stream()
              .mapToDouble(result -> result.seconds().getOrDefault(phase, 0.0))
              .average()
              .orElseThrow();
      rows.add(List.of(phase, String.format(Locale.ROOT, "%.1f", mean)));
    }
    return new SampleTable("Seconds of a seed", List.of("Phase", "Mean over seeds"), rows);
  }

  private static SampleTable step(Seeds seeds) {
    List<Steering.Point> points =
        seeds.results().stream()
            .flatMap(result -> result.runs().stream())
            .flatMap(run -> run.points().stream())
            .toList();
    double all = 0;
    List<List<String>> rows = new ArrayList<>();
    for (StepPhase phase : StepPhase.values()) {
      double mean =
          points.stream()
              .mapToDouble(point -> point.seconds().getOrDefault(phase, 0.0))
              .average()
              .orElseThrow();
      all += mean;
      rows.add(row(phase.name().toLowerCase(Locale.ROOT), mean));
    }
    rows.add(row("all", all));
    return new SampleTable(
        "Seconds of a PPO step, mean over " + points.size() + " steps",
        List.of("Phase", "Seconds"),
        rows);
  }

  private static List<String> row(String phase, double seconds) {
    return List.of(phase, String.format(Locale.ROOT, "%.3f", seconds));
  }
}
