package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.report.Fact;
import io.github.salmon4j.aquarium.report.HtmlReport;
import io.github.salmon4j.aquarium.report.MarkdownTable;
import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.report.Results;
import io.github.salmon4j.aquarium.report.ResultsJson;
import io.github.salmon4j.aquarium.report.SampleTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The whole method over several seeds, with a report that grows by each. */
final class Pipeline {

  private final Path base;
  private final Path folder;
  private final Scale scale;

  Pipeline(Path base, Path folder, Scale scale) {
    this.base = base;
    this.folder = folder;
    this.scale = scale;
  }

  /**
   * {@return what the seeds gave}
   *
   * @param seeds which
   * @param command that was given, for the report
   * @param progress shows how far it is
   */
  Results run(List<Long> seeds, String command, Progress progress) {
    Instant begin = Instant.now();
    List<SeedResult> results = new ArrayList<>();
    Results report = null;
    for (long seed : seeds) {
      Progress own = progress.within("seed " + seed);
      results.add(new SeedRun(base, folder, scale, seed, own).run());
      report = report(results, command, Duration.between(begin, Instant.now()));
      ResultsJson.write(report, folder.resolve("results.json"));
      MarkdownTable.write(report, folder.resolve("claims.md"));
      HtmlReport.write(report, folder.resolve("report.html"));
    }
    if (report == null) {
      throw new IllegalArgumentException("seeds: expected at least 1, found 0");
    }
    return report;
  }

  private Results report(List<SeedResult> results, String command, Duration time) {
    Seeds seeds = new Seeds(results);
    List<Fact> facts = new ArrayList<>(Fact.ofThisProcess());
    facts.add(new Fact("Seeds", Integer.toString(results.size())));
    facts.add(new Fact("Wall time", time.toMinutes() + " min"));
    facts.add(new Fact("Scale", scale.toString()));
    List<SampleTable> tables = new ArrayList<>(Tables.of(seeds));
    tables.addAll(TimeTables.of(seeds));
    return new Results("Aquarium", command, Claims.of(seeds), Curves.of(seeds), tables, facts);
  }
}
