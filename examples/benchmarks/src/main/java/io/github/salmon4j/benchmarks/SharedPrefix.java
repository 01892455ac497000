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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How much faster is one response under many guidelines when what they share is computed once? Both
 * ways in turn, in one process: the ratio is what counts.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.SharedPrefix \
 *     MODEL_DIR [prefix=650] [tail=60] [lists=8] [threads=2] [rounds=5] [packing=PACKED] [run=256]
 * </pre>
 *
 * <p>{@code prefix} counts the template's opening, the response and the prompt; {@code tail} a
 * guideline and what follows it.
 */
final class SharedPrefix {

  private SharedPrefix() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withTokensPerRun(arguments.integer("run", 256))
            .withPacking(WeightPacking.valueOf(arguments.text("packing", "PACKED")));
    try (LlamaModel model =
        LlamaModel.language(
            Checkpoint.open(Path.of(arguments.positional(0))), LoraAdapter.none(), settings)) {
      Samples apart = new Samples();
      Samples together = new Samples();
      Samples ratio = new Samples();
      double difference = 0;
      for (int round = -1; round < arguments.integer("rounds", 5); round++) {
        List<TokenSequence> sequences = sequences(model, arguments, round);
        long start = System.nanoTime();
        List<float[]> one = new ArrayList<>();
        sequences.forEach(s -> one.addAll(model.logProbs(List.of(s), 1, Monitor.none())));
        long middle = System.nanoTime();
        List<float[]> all = model.logProbs(sequences, 1, Monitor.none());
        long end = System.nanoTime();
        for (int i = 0; i < all.size(); i++) {
          difference = Math.max(difference, Math.abs(all.get(i)[0] - one.get(i)[0]));
        }
        if (round >= 0) { // the first maps the weights and compiles the code
          apart.add((middle - start) / 1e6);
          together.add((end - middle) / 1e6);
          ratio.add((double) (middle - start) / (end - middle));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "apart %s ms, together %s ms, ratio %s, largest difference %.2g%n",
          apart,
          together,
          ratio,
          difference);
    }
  }

  private static List<TokenSequence> sequences(LlamaModel model, Arguments arguments, int seed) {
    Random random = new Random(seed);
    int vocabulary = model.dimensions().vocabSize();
    TokenIds prefix =
        TokenIds.of(random.ints(arguments.integer("prefix", 650), 0, vocabulary).toArray());
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < arguments.integer("lists", 8); i++) {
      int[] tail = random.ints(arguments.integer("tail", 60) - 1L, 0, vocabulary).toArray();
      TokenIds before = TokenIds.concat(List.of(prefix, TokenIds.of(tail)));
      sequences.add(new TokenSequence(before, TokenIds.of(random.nextInt(vocabulary))));
    }
    return sequences;
  }
}
