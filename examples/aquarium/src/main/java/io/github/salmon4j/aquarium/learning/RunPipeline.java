package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.Commands;
import io.github.salmon4j.aquarium.EmbeddedModel;
import io.github.salmon4j.aquarium.report.MarkdownTable;
import io.github.salmon4j.aquarium.report.Progress;
import io.github.salmon4j.aquarium.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole method over several seeds and writes what it found. */
@Command(
    name = "pipeline",
    description = "Labels, reward models and policies over several seeds, and a report.",
    sortOptions = false)
public final class RunPipeline implements Callable<Integer> {

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = "The base model, as train-base writes it. Default: the one that comes with it.")
  private @Nullable Path base;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = {
        "Where report.html, claims.md, results.json and models go: a new folder,",
        "or that of a run that was stopped; seeds that ended there are not run again."
      })
  private @Nullable Path out;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many seeds. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--readme",
      paramLabel = "FILE",
      description = "A file that also gets the table of claims at the end, between its marks.")
  private @Nullable Path readme;

  @Option(names = "--reduced", description = "Little of everything: minutes, and weaker results.")
  private boolean reduced;

  @SuppressWarnings("unused") // picocli looks at the annotation alone
  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private RunPipeline() {}

  /**
   * Runs the command and ends the process with its exit code if it fails.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    Commands.run(new RunPipeline(), args);
  }

  /** {@return the command, not yet run} */
  static CommandLine commandLine() {
    return Commands.of(new RunPipeline());
  }

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds: expected 1 or more, found " + seeds);
    }
    if (base != null && !Files.exists(base.resolve("config.json"))) {
      throw new IllegalArgumentException("--base: expected a checkpoint, found none at " + base);
    }
    Path folder = Objects.requireNonNull(out, "--out");
    if (Files.exists(folder) && !Pipeline.isIn(folder)) {
      throw new IllegalArgumentException("--out: expected nothing or a run, found " + folder);
    }
    if (readme != null) {
      MarkdownTable.requireMarks(readme);
    }
    Files.createDirectories(folder);
    if (base != null) {
      run(base, folder);
    } else {
      try (EmbeddedModel embedded = EmbeddedModel.unpacked()) {
        run(embedded.base(), folder);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void run(Path model, Path folder) {
    Scale scale = reduced ? Scale.reduced() : Scale.full();
    List<Long> numbers = LongStream.rangeClosed(1, seeds).boxed().toList();
    try (Progress progress = Progress.console()) {
      Results results = new Pipeline(model, folder, scale).run(numbers, command(), progress);
      if (readme != null) {
        MarkdownTable.replace(results, readme);
      }
      System.out.println(results.summary());
      System.out.println(folder.resolve("report.html").toUri());
    }
  }

  /** The command that was given, without the folders of this machine. */
  private String command() {
    return """
        mvn -q compile exec:java -pl examples/aquarium -am \\
            -Dexec.mainClass=%s \\
            -Dexec.args="%s--out DIR --seeds %d%s\""""
        .formatted(
            RunPipeline.class.getName(),
            base == null ? "" : "--base DIR ",
            seeds,
            reduced ? " --reduced" : "");
  }
}
