package io.github.salmon4j.benchmarks;

import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.loss.TokenLikelihood;
import io.github.salmon4j.core.loss.TokenWeights;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many tokens per second does training take, forward, back, clipping and AdamW together? Every
 * token but the first of a sequence is in the loss. Prints one line of JSON, as the peers do, with
 * the share of the time that each part takes.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.TrainingStep \
 *     MODEL_DIR [train=full|lora] [kept=1000] [tokens=256] [batch=16] [threads=2] [micro=512] \
 *     [rows=4] [rounds=5]
 * </pre>
 */
final class TrainingStep {

  private enum Part {
    FORWARD,
    LOSS,
    BACKWARD,
    CLIPPING,
    ADAMW
  }

  private final TrainableModel model;
  private final AdamW optimizer;
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  private TrainingStep(TrainableModel model) {
    this.model = model;
    this.optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
  }

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    PassSettings settings =
        new PassSettings(
            arguments.integer("threads", 2),
            arguments.integer("micro", 512),
            arguments.integer("kept", 1000));
    long start = System.nanoTime();
    try (TrainingBase base = TrainingBase.open(Path.of(arguments.positional(0)), settings);
        TrainableModel model = base.policy("policy", trained(arguments), 1, new Random(1))) {
      int tokens = arguments.integer("tokens", 256);
      int vocabulary = base.config().dimensions().vocabSize();
      TrainingStep training = new TrainingStep(model);
      training.step(batch(vocabulary, 1, 2), 1); // opens the sessions
      double load = seconds(start);
      TokenBatch batch = batch(vocabulary, arguments.integer("batch", 16), tokens);
      int rows = arguments.integer("rows", 4);
      Samples speed = new Samples();
      for (int round = -2; round < arguments.integer("rounds", 5); round++) {
        long begin = System.nanoTime();
        training.step(batch, rows);
        if (round >= 0) {
          speed.add(batch.size() * tokens / seconds(begin));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"salmon4j\",\"tokens_per_second\":%.1f,\"samples\":%s,"
              + "\"shares\":\"%s\",\"peak_rss_mb\":%.0f,\"load_s\":%.2f,\"estimate\":\"%s\"}%n",
          speed.median(),
          speed.toJson(),
          training.shares(),
          ResidentMemory.peak(),
          load,
          model.memoryFor(IntStream.range(0, rows).map(row -> tokens).toArray()));
    }
  }

  private static Trained trained(Arguments arguments) {
    return arguments.text("train", "full").equals("lora")
        ? Trained.Lora.everywhere(16, 16)
        : new Trained.Everything();
  }

  private static TokenBatch batch(int vocabulary, int rows, int tokens) {
    Random random = new Random(17);
    List<TokenSequence> sequences = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      TokenIds all = TokenIds.of(random.ints(tokens, 0, vocabulary).toArray());
      sequences.add(new TokenSequence(all.slice(0, 1), all.slice(1, tokens)));
    }
    return new TokenBatch(sequences);
  }

  /** One optimizer step; gradients of a few rows at a time add up to those of the batch. */
  private void step(TokenBatch batch, int rowsPerPass) {
    TokenWeights weights = Aggregation.TOKEN_MEAN.weights(batch.validTokens());
    for (int from = 0; from < batch.size(); from += rowsPerPass) {
      int[] rows = IntStream.range(from, Math.min(batch.size(), from + rowsPerPass)).toArray();
      TokenBatch part = new TokenBatch(batch.sequences().subList(from, from + rows.length));
      long begin = System.nanoTime();
      try (Pass pass = model.forward(part)) {
        begin = spent(Part.FORWARD, begin);
        TokenWeights own = weights.select(rows, part.responseLength());
        Loss loss = TokenLikelihood.loss(pass.outputs(), own);
        begin = spent(Part.LOSS, begin);
        pass.backward(loss.gradient());
        spent(Part.BACKWARD, begin);
      }
    }
    long begin = System.nanoTime();
    GradientNorm.clipInPlace(model.parameters(), 1);
    begin = spent(Part.CLIPPING, begin);
    optimizer.step(1e-5);
    spent(Part.ADAMW, begin);
  }

  private long spent(Part part, long since) {
    long now = System.nanoTime();
    nanos.merge(part, now - since, Long::sum);
    return now;
  }

  private String shares() {
    double all = nanos.values().stream().mapToLong(Long::longValue).sum();
    return nanos.entrySet().stream()
        .map(part -> String.format("%s %.0f %%", part.getKey(), 100 * part.getValue() / all))
        .collect(Collectors.joining(", "));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
