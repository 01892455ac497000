package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.Commands;
import io.github.salmon4j.aquarium.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a base model from random weights. */
@Command(
    name = "train-base",
    description = "Trains the aquarium's base model from random weights, in seven stages.")
public final class TrainBase implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder for the stages' checkpoints; what is there is not made again.")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights and texts. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @SuppressWarnings("unused") // picocli looks at the annotation alone
  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private TrainBase() {}

  /**
   * Runs the command and ends the process with its exit code if it fails.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    Commands.run(new TrainBase(), args);
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Objects.requireNonNull(out, "--out");
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--out: expected a folder, found " + folder);
    }
    try (Progress progress = Progress.console()) {
      Path base =
          new BaseTraining(seed)
              .run(folder, BaseTraining.stages(), progress.monitor("base model"), progress::note);
      System.out.println(base);
    }
    return CommandLine.ExitCode.OK;
  }
}
