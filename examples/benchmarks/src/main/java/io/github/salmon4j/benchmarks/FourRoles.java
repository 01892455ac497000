package io.github.salmon4j.benchmarks;

import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.OnnxRewardModel;
import io.github.salmon4j.onnx.RewardModelSettings;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Policy, reference, reward and value model over one base. The reward model's adapter is random,
 * the value model starts from it.
 */
final class FourRoles implements AutoCloseable {

  /** Of one token: nothing here is text. */
  private static final String TOKENIZER =
      "{\"version\":\"1.0\",\"added_tokens\":[],\"model\":{\"type\":\"WordLevel\","
          + "\"vocab\":{\"<unk>\":0},\"unk_token\":\"<unk>\"}}";

  private final Path folder;
  private final TrainingBase base;
  private final TrainableModel trainedPolicy;
  private final TrainableModel trainedValue;
  private final OnnxLanguageModel policy;
  private final OnnxLanguageModel reference;
  private final OnnxRewardModel reward;

  private FourRoles(Path folder, Arguments arguments, double temperature) {
    this.folder = folder;
    PassSettings passes =
        new PassSettings(
            arguments.integer("threads", 2),
            arguments.integer("micro", 512),
            arguments.integer("kept", 1000));
    EngineSettings engine =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withRowsAtOnce(arguments.integer("batch", 32))
            .withPacking(WeightPacking.valueOf(arguments.text("packing", "MAPPED")));
    int rank = arguments.integer("rank", 16);
    Trained lora = Trained.Lora.everywhere(rank, rank);
    Random random = new Random(1);
    base = TrainingBase.open(folder, passes);
    Path adapter = folder.resolve("reward");
    try (TrainableModel trained = base.rewardModel("reward", lora, random)) {
      trained.save(adapter);
    }
    print("base");
    trainedPolicy = base.policy("policy", lora, temperature, random);
    trainedValue = base.valueModel("value", new Trained.Adapter(adapter), random);
    print("policy and value model, trainable");
    policy = OnnxLanguageModel.over(trainedPolicy, engine);
    print("policy");
    reference = OnnxLanguageModel.open(folder, engine);
    print("reference");
    reward =
        OnnxRewardModel.open(folder, adapter, RewardModelSettings.defaults().withEngine(engine));
    print("reward model");
  }

  /** {@return the roles over a checkpoint folder that needs no tokenizer} */
  static FourRoles open(Arguments arguments, double temperature) {
    try {
      Path model = Path.of(arguments.positional(0)).toAbsolutePath();
      Path folder = Files.createTempDirectory("ppo-step");
      for (String file : List.of("config.json", "model.safetensors")) {
        Files.createSymbolicLink(folder.resolve(file), model.resolve(file));
      }
      Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
      return new FourRoles(folder, arguments, temperature);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is there after a role was opened and before it ran goes to the error stream. */
  private static void print(String role) {
    System.err.printf("%-36s %8.0f MB%n", role, ResidentMemory.proportional());
  }

  OnnxLanguageModel policy() {
    return policy;
  }

  OnnxLanguageModel reference() {
    return reference;
  }

  OnnxRewardModel reward() {
    return reward;
  }

  TrainableModel trainedPolicy() {
    return trainedPolicy;
  }

  TrainableModel trainedValue() {
    return trainedValue;
  }

  int vocabulary() {
    return base.config().dimensions().vocabSize();
  }

  double baseMegabytes() {
    try {
      return Files.size(folder.resolve("model.safetensors")) / 1048576.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    reward.close();
    reference.close();
    policy.close();
    trainedValue.close();
    trainedPolicy.close();
    base.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
