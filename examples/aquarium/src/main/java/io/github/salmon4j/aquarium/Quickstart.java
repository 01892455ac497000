package io.github.salmon4j.aquarium;

import io.github.salmon4j.core.principles.PrincipleJson;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.runtime.Device;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Scores responses under principles and prints a table: with your model, your principles and your
 * texts, or with its own where you give none.
 *
 * <p>Its own model is a toy that knows a small world; beyond that, its scores mean nothing.
 */
@Command(
    name = "quickstart",
    description = "Scores responses under principles with a reward model that reads them as text.",
    sortOptions = false,
    footer = {
      "",
      "Without --model, it uses the one that comes with it, which knows only its small world.",
      "Exit code: 0 if scores were printed, 2 if an option or a file is wrong."
    })
public final class Quickstart implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "LlamaForSequenceClassification checkpoint with one label.")
  private @Nullable Path model;

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description = "PEFT LoRA folder over --model; may bring the scalar head.")
  private @Nullable Path adapter;

  @Option(
      names = "--principles",
      paramLabel = "FILE",
      description = "Principles as JSON, in this library's shape or that of IBM/SALMON.")
  private @Nullable Path principles;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "What was asked.")
  private @Nullable String prompt;

  @Option(
      names = "--response",
      paramLabel = "TEXT",
      description = "What was answered; may be repeated.")
  private @Nullable List<String> responses;

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda:N",
      defaultValue = "cpu",
      converter = DeviceConverter.class,
      description = "What to run on; CUDA needs onnxruntime_gpu. Default: ${DEFAULT-VALUE}.")
  private Device device = Device.cpu();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads; 0, the default, for one per processor.")
  private int threads;

  @SuppressWarnings("unused") // picocli looks at the annotation alone
  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private Quickstart() {}

  /**
   * Runs the command and, if it fails, ends the process with its exit code.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    Commands.run(new Quickstart(), args);
  }

  /** {@return the command, not yet run} */
  static CommandLine commandLine() {
    return Commands.of(new Quickstart());
  }

  @Override
  public Integer call() {
    List<Material> materials = materials();
    Optional<PrincipleSet> own = ownPrinciples(); // before a large model is opened in vain
    RewardModelSettings settings =
        RewardModelSettings.defaults()
            .withEngine(EngineSettings.defaults().on(device).withThreads(threads));
    if (model == null) {
      embedded(materials, own, settings);
    } else {
      try (RewardModel trained = open(model, settings)) {
        report(trained, materials, own);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void embedded(
      List<Material> materials, Optional<PrincipleSet> own, RewardModelSettings settings) {
    if (adapter != null) {
      throw wrong("--adapter: expected --model too, the checkpoint it was trained over");
    }
    try (EmbeddedModel files = EmbeddedModel.unpacked();
        RewardModel toy = OnnxRewardModel.open(files.base(), files.adapter(), settings)) {
      out().println(Notes.BEFORE_EMBEDDED);
      if (prompt != null || own.isPresent()) {
        out().println(Notes.OWN_TEXTS);
      }
      report(toy, materials, own);
      out().println(Notes.AFTER_EMBEDDED);
    }
  }

  private RewardModel open(Path folder, RewardModelSettings settings) {
    return adapter == null
        ? OnnxRewardModel.open(folder, settings)
        : OnnxRewardModel.open(folder, adapter, settings);
  }

  private void report(RewardModel scoring, List<Material> materials, Optional<PrincipleSet> own) {
    for (Material material : materials) {
      Report report = new Report(scoring, material, out());
      report.material();
      if (own.isPresent()) {
        report.scores(NamedGuideline.of(own.get()));
      } else {
        List<NamedGuideline> guidelines = NamedGuideline.demonstration(material);
        report.guidelines(guidelines);
        report.scores(guidelines);
        report.breakdown(guidelines.get(0));
      }
    }
  }

  private Optional<PrincipleSet> ownPrinciples() {
    if (principles == null) {
      return Optional.empty();
    }
    if (!Files.exists(principles)) {
      throw wrong("--principles: expected a file, found no " + principles);
    }
    return Optional.of(PrincipleJson.read(principles));
  }

  private List<Material> materials() {
    if (prompt == null && responses == null) {
      return List.of(Material.color(), Material.theft());
    }
    if (prompt == null || responses == null) {
      throw wrong("expected --prompt and --response together, found only one of them");
    }
    return List.of(new Material(Prompt.of(prompt), responses));
  }

  private PrintWriter out() {
    return command().getOut();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command(), message);
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("quickstart: expected to be run as a command");
    }
    return spec.commandLine();
  }
}
