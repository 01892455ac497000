package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.Commands;
import io.github.salmon4j.aquarium.report.Share;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says how often a reward model of the aquarium follows the principles it reads. */
@Command(
    name = "examine-reward",
    description = "Asks a reward model about pairs of responses to held-out prompts.")
public final class ExamineReward implements Callable<Integer> {

  private static final int PAIRS = 400;
  private static final long SEED = 99;

  @Option(names = "--base", paramLabel = "DIR", required = true, description = "The base model.")
  private @Nullable Path base;

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      required = true,
      description = "The adapter of the reward model.")
  private @Nullable Path adapter;

  @SuppressWarnings("unused") // picocli looks at the annotation alone
  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private ExamineReward() {}

  /**
   * Runs the command and ends the process with its exit code if it fails.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    Commands.run(new ExamineReward(), args);
  }

  @Override
  public Integer call() {
    World world = World.standard();
    List<ExamPair> pairs =
        ExamPair.draw(PAIRS, new Tasks(world), new Oracle(world), new Random(SEED));
    System.out.println("| wording | follows | its negation | flips | irrelevant line | order |");
    System.out.println("|---|---|---|---|---|---|");
    try (OnnxRewardModel model =
        OnnxRewardModel.open(
            Objects.requireNonNull(base, "--base"),
            Objects.requireNonNull(adapter, "--adapter"),
            RewardModelSettings.defaults())) {
      for (int wording : List.of(0, Aspect.FIRST_HELD_OUT, Aspect.WORDINGS - 1)) {
        RewardExam.Result result = RewardExam.ask(model, pairs, List.of(wording));
        System.out.printf(
            "| %s | %s | %s | %s | %s | %s |%n",
            wording < Aspect.FIRST_HELD_OUT
                ? "of training, number 0"
                : "held out, number " + wording,
            shown(result.follows()),
            shown(result.followsNegation()),
            shown(result.flips()),
            shown(result.irrelevant()),
            shown(result.reordered()));
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private static String shown(Share share) {
    return String.format(Locale.ROOT, "%.3f of %d", share.value(), share.trials());
  }
}
