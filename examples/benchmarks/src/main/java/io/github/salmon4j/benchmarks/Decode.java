package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPacking;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * How many tokens per second are written behind given prompts, all rows together, the likeliest
 * each time? Prompts are computed before the clock starts. Prints one line of JSON, as the peers in
 * {@code peers/} do.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.Decode \
 *     MODEL_DIR [prompt=128] [new=64] [rows=1] [threads=2] [rounds=5] [packing=PACKED] \
 *     [precision=float32|int8|int4|int4/128|int4/256]
 * </pre>
 */
final class Decode {

  private Decode() {}

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    int rows = arguments.integer("rows", 1);
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withRowsAtOnce(rows)
            .withPacking(WeightPacking.valueOf(arguments.text("packing", "PACKED")))
            .withPrecision(arguments.precision());
    long start = System.nanoTime();
    try (LlamaModel model =
        LlamaModel.language(
            Checkpoint.open(Path.of(arguments.positional(0))), LoraAdapter.none(), settings)) {
      double load = seconds(start);
      Samples speed = new Samples();
      for (int round = -1; round < arguments.integer("rounds", 5); round++) {
        int prompt = arguments.integer("prompt", 128);
        double found = tokensPerSecond(model, rows, prompt, arguments.integer("new", 64));
        if (round >= 0) { // the first maps the weights and compiles the code
          speed.add(found);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"salmon4j\",\"packing\":\"%s\",\"precision\":\"%s\","
              + "\"rows\":%d,\"tokens_per_second\":%.1f,"
              + "\"samples\":%s,\"peak_rss_mb\":%.0f,\"load_s\":%.2f}%n",
          settings.packing(),
          settings.precision(),
          rows,
          speed.median(),
          speed.toJson(),
          ResidentMemory.peak(),
          load);
    }
  }

  private static double tokensPerSecond(LlamaModel model, int rows, int prompt, int steps) {
    Random random = new Random(1);
    try (Decoder decoder = model.decoder(rows, Monitor.none())) {
      for (int row = 0; row < rows; row++) {
        int[] ids = random.ints(prompt, 0, model.dimensions().vocabSize()).toArray();
        decoder.open(row, TokenIds.of(ids));
      }
      int[] next = new int[rows];
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        for (int row = 0; row < rows; row++) {
          next[row] = likeliest(decoder.logits(row));
        }
        decoder.append(next);
      }
      return rows * steps / seconds(start);
    }
  }

  private static int likeliest(float[] logits) {
    int likeliest = 0;
    for (int id = 1; id < logits.length; id++) {
      likeliest = logits[id] > logits[likeliest] ? id : likeliest;
    }
    return likeliest;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
