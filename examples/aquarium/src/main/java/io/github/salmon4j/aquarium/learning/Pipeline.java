package io.github.salmon4j.aquarium.learning;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.github.salmon4j.aquarium.report.Fact;
import io.github.salmon4j.aquarium.report.HtmlReport;
import io.github.salmon4j.aquarium.report.JsonFile;
import io.github.salmon4j.aquarium.report.MarkdownTable;
import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.report.Results;
import io.github.salmon4j.aquarium.report.SampleTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole method over several seeds, with a report that grows by each.
 *
 * <p>What a seed gave is kept in the folder: a run that was stopped goes on behind the last seed
 * that ended.
 */
final class Pipeline {

  private static final JsonFile<Run> RUN = new JsonFile<>("salmon4j-run-1", Run.class);
  private static final JsonFile<SeedResult> SEED =
      new JsonFile<>("salmon4j-seed-1", SeedResult.class);
  static final JsonFile<Results> RESULTS = new JsonFile<>("salmon4j-results-1", Results.class);

  private final Path base;
  private final Path folder;
  private final Scale scale;

  Pipeline(Path base, Path folder, Scale scale) {
    this.base = base;
    this.folder = folder;
    this.scale = scale;
  }

  /** What all seeds in a folder have in common: the base, by the hash of its weights. */
  private record Run(String base, Scale scale) {}

  /** {@return whether a folder holds a run, ended or not} */
  static boolean isIn(Path folder) {
    return Files.exists(runFile(folder));
  }

  private static Path runFile(Path folder) {
    return folder.resolve("run.json");
  }

  /**
   * {@return what the seeds gave}
   *
   * @param seeds which
   * @param command that was given, for the report
   * @param progress shows how far it is
   * @throws IllegalArgumentException if the folder holds a run from another base or of another
   *     scale
   */
  Results run(List<Long> seeds, String command, Progress progress) {
    claimFolder();
    List<SeedResult> results = new ArrayList<>();
    Results report = null;
    for (long seed : seeds) {
      results.add(result(seed, progress.within("seed " + seed)));
      report = report(results, command);
      RESULTS.write(report, folder.resolve("results.json"));
      MarkdownTable.write(report, folder.resolve("claims.md"));
      HtmlReport.write(report, folder.resolve("report.html"));
    }
    if (report == null) {
      throw new IllegalArgumentException("seeds: expected at least 1, found 0");
    }
    return report;
  }

  private void claimFolder() {
    Run run = new Run(hash(base.resolve("model.safetensors")), scale);
    if (!isIn(folder)) {
      RUN.write(run, runFile(folder));
    }
    Run found = RUN.read(runFile(folder));
    if (!found.equals(run)) {
      throw new IllegalArgumentException(
          runFile(folder) + ": expected " + run + ", found " + found);
    }
  }

  private static String hash(Path file) {
    try {
      return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private SeedResult result(long seed, Progress progress) {
    Path file = folder.resolve("seed-" + seed + ".json");
    if (!Files.exists(file)) {
      SEED.write(new SeedRun(base, folder, scale, seed, progress).run(), file);
    }
    return SEED.read(file);
  }

  private Results report(List<SeedResult> results, String command) {
    Seeds seeds = new Seeds(results);
    List<Fact> facts = new ArrayList<>(Fact.ofThisProcess());
    facts.add(new Fact("Seeds", Integer.toString(results.size())));
    facts.add(new Fact("Time of all seeds", minutes(results) + " min"));
    facts.add(new Fact("Scale", scale.toString()));
    List<SampleTable> tables = new ArrayList<>(Tables.of(seeds));
    tables.addAll(TimeTables.of(seeds));
    return new Results("Aquarium", command, Claims.of(seeds), Curves.of(seeds), tables, facts);
  }

  private static long minutes(List<SeedResult> results) {
    double seconds =
        results.stream()
            .flatMap(result -> result.seconds().values().stream())
            .mapToDouble(Double::doubleValue)
            .sum();
    return Math.round(seconds / 60);
  }
}
