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
 * How many tokens per second does a forward pass over given text take, when only the last token is
 * read? That is what scoring is. Prints one line of JSON, as the peers in {@code peers/} do.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.Prefill \
 *     MODEL_DIR [tokens=512] [batch=1] [threads=2] [rounds=5] [packing=PACKED] [run=256] \
 *     [precision=float32|int8|int4|int4/128|int4/256]
 * </pre>
 */
final class Prefill {

  private Prefill() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    int tokens = arguments.integer("tokens", 512);
    int batch = arguments.integer("batch", 1);
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withTokensPerRun(arguments.integer("run", 256))
            .withPacking(WeightPacking.valueOf(arguments.text("packing", "PACKED")))
            .withPrecision(arguments.precision());
    long start = System.nanoTime();
    try (LlamaModel model =
        LlamaModel.language(
            Checkpoint.open(Path.of(arguments.positional(0))), LoraAdapter.none(), settings)) {
      double load = seconds(start);
      Samples speed = measure(model, tokens, batch, arguments.integer("rounds", 5));
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"salmon4j\",\"packing\":\"%s\",\"precision\":\"%s\","
              + "\"tokens_per_second\":%.1f,\"samples\":%s,"
              + "\"peak_rss_mb\":%.0f,\"load_s\":%.2f}%n",
          settings.packing(),
          settings.precision(),
          speed.median(),
          speed.toJson(),
          ResidentMemory.peak(),
          load);
    }
  }

  private static Samples measure(LlamaModel model, int tokens, int batch, int rounds) {
    Random random = new Random(1);
    Samples speed = new Samples();
    for (int round = -1; round < rounds; round++) {
      List<TokenSequence> sequences = new ArrayList<>();
      for (int row = 0; row < batch; row++) {
        int[] ids = random.ints(tokens, 0, model.dimensions().vocabSize()).toArray();
        TokenIds all = TokenIds.of(ids);
        sequences.add(new TokenSequence(all.slice(0, tokens - 1), all.slice(tokens - 1, tokens)));
      }
      long start = System.nanoTime();
      model.logProbs(sequences, 1, Monitor.none());
      if (round >= 0) { // the first maps the weights and compiles the code
        speed.add(batch * tokens / seconds(start));
      }
    }
    return speed;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
