package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Do two sessions over one checkpoint hold one copy of the weights, and does scoring leave the
 * resident size as it was? Prints the process's proportional set size after each session has run,
 * then its resident size along the way of many evaluations.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.SharedMemory \
 *     MODEL_DIR [packing=MAPPED] [evaluations=0] [tokens=64] [threads=2]
 * </pre>
 */
final class SharedMemory {

  private SharedMemory() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withPacking(WeightPacking.valueOf(arguments.text("packing", "MAPPED")));
    Path folder = Path.of(arguments.positional(0));
    int tokens = arguments.integer("tokens", 64);
    print("no model", ResidentMemory.proportional());
    try (LlamaModel first = open(folder, settings)) {
      evaluate(first, tokens, 0);
      print("one session", ResidentMemory.proportional());
      try (LlamaModel second = open(folder, settings)) {
        evaluate(second, tokens, 0);
        print("two sessions", ResidentMemory.proportional());
      }
      int evaluations = arguments.integer("evaluations", 0);
      for (int i = 0; i < evaluations; i++) {
        if (i % Math.max(1, evaluations / 10) == 0) {
          print("resident after " + i + " evaluations", ResidentMemory.now());
        }
        evaluate(first, 1 + i % tokens, i);
      }
      print("resident after " + evaluations + " evaluations", ResidentMemory.now());
    }
  }

  private static LlamaModel open(Path folder, EngineSettings settings) {
    return LlamaModel.language(Checkpoint.open(folder), LoraAdapter.none(), settings);
  }

  private static void evaluate(LlamaModel model, int tokens, int seed) {
    Random random = new Random(seed);
    int vocabulary = model.dimensions().vocabSize();
    TokenIds prompt = TokenIds.of(random.ints(tokens, 0, vocabulary).toArray());
    model.logProbs(
        List.of(new TokenSequence(prompt, TokenIds.of(random.nextInt(vocabulary)))),
        1,
        Monitor.none());
  }

  private static void print(String what, double megabytes) {
    System.out.printf(Locale.ROOT, "%-36s %8.0f MB%n", what, megabytes);
  }
}
