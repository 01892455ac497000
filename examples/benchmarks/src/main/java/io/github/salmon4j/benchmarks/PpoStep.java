package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.AdvantageEstimate;
import io.github.salmon4j.core.advantage.AdvantageEstimation;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.ScoredResponses;
import io.github.salmon4j.core.loss.Aggregation;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.ppo.ClippedSurrogate;
import io.github.salmon4j.core.ppo.ClippedValueLoss;
import io.github.salmon4j.core.ppo.Experience;
import io.github.salmon4j.core.ppo.Learner;
import io.github.salmon4j.core.ppo.PpoSettings;
import io.github.salmon4j.core.ppo.PpoUpdate;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long does a PPO step take, and where? Four roles over one base: the policy writes responses,
 * a reward model scores them, the reference and the value model read them, and both trained models
 * are updated. Prints one line of JSON, as the peer does, with the median seconds of each stage.
 *
 * <p>{@code peak_rss_mb} is the largest proportional size of a round that is not timed: sessions
 * over one file map its pages several times, and the resident size would count each; {@code
 * peak_over_base} is that over the size of the base's weights.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.PpoStep \
 *     MODEL_DIR [batch=32] [minibatch=16] [epochs=2] [prompt=32] [tokens=64] [rank=16] \
 *     [threads=2] [micro=512] [kept=1000] [packing=MAPPED] [rounds=3]
 * </pre>
 *
 * <p>Beside the peer, in turn: give {@link SideBySide} this command and {@code python
 * examples/benchmarks/peers/ppo_step.py MODEL_DIR} with the same settings.
 */
final class PpoStep {

  private static final double TEMPERATURE = 0.7;

  private enum Stage {
    GENERATE,
    SCORE,
    REFERENCE,
    VALUE,
    UPDATE
  }

  private final FourRoles roles;
  private final Arguments arguments;
  private final Learner policy;
  private final Learner value;
  private final Map<Stage, Samples> seconds = new EnumMap<>(Stage.class);
  private long begin;

  private PpoStep(FourRoles roles, Arguments arguments) {
    this.roles = roles;
    this.arguments = arguments;
    this.policy = learner(roles.trainedPolicy());
    this.value = learner(roles.trainedValue());
  }

  private static Learner learner(TrainableModel model) {
    return new Learner(model, new AdamW(model.parameters(), AdamW.Settings.defaults()));
  }

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    long start = System.nanoTime();
    try (FourRoles roles = FourRoles.open(arguments, TEMPERATURE)) {
      PpoStep ppo = new PpoStep(roles, arguments);
      double load = (System.nanoTime() - start) / 1e9;
      ppo.step(0); // opens the sessions of training
      PeakMemory memory = PeakMemory.whileRunning(() -> ppo.step(1));
      ppo.seconds.clear();
      Samples speed = new Samples();
      Samples steps = new Samples();
      for (int round = 0; round < arguments.integer("rounds", 3); round++) {
        long began = System.nanoTime();
        int tokens = ppo.step(2 + round);
        double took = (System.nanoTime() - began) / 1e9;
        steps.add(took);
        speed.add(tokens / took);
      }
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"salmon4j\",\"tokens_per_second\":%.1f,\"samples\":%s,\"step_s\":%.2f,%s,"
              + "\"peak_rss_mb\":%.0f,\"peak_over_base\":%.2f,\"load_s\":%.2f}%n",
          speed.median(),
          speed.toJson(),
          steps.median(),
          ppo.stages(),
          memory.megabytes(),
          memory.megabytes() / roles.baseMegabytes(),
          load);
    }
  }

  /** {@return how many response tokens the step was over} */
  private int step(int number) {
    begin = System.nanoTime();
    List<TokenIds> prompts = prompts(number);
    List<Generation> written =
        roles
            .policy()
            .generate(
                prompts,
                new GenerationSettings(
                    arguments.integer("tokens", 64), TEMPERATURE, 1, 0, Set.of(), Set.of()),
                number,
                Monitor.none());
    spent(Stage.GENERATE);
    List<TokenSequence> sequences = new ArrayList<>();
    for (int row = 0; row < prompts.size(); row++) {
      sequences.add(new TokenSequence(prompts.get(row), written.get(row).response()));
    }
    TokenBatch batch = new TokenBatch(sequences);
    List<Double> scores =
        roles
            .reward()
            .scoreTokens(sequences.stream().map(TokenSequence::tokens).toList(), Monitor.none());
    spent(Stage.SCORE);
    List<TokenLogProbs> reference =
        roles.reference().logProbs(sequences, TEMPERATURE, Monitor.none());
    spent(Stage.REFERENCE);
    FloatMatrix values;
    try (Pass pass = roles.trainedValue().forward(batch)) {
      values = pass.outputs();
    }
    spent(Stage.VALUE);
    FloatMatrix old = matrix(written.stream().map(Generation::logProbs).toList(), batch);
    update(
        batch,
        new ScoredResponses(old, matrix(reference, batch), values, scores, batch.validTokens()));
    spent(Stage.UPDATE);
    return batch.validTokens().count();
  }

  private void update(TokenBatch batch, ScoredResponses scored) {
    AdvantageEstimate estimate =
        AdvantageEstimation.estimate(scored, 0.02, AdvantageSettings.defaults());
    Experience experience =
        new Experience(
            batch, scored.logProbs(), scored.values(), estimate.advantages(), estimate.returns());
    PpoSettings settings =
        new PpoSettings(
            arguments.integer("epochs", 2),
            arguments.integer("minibatch", 16),
            ClippedSurrogate.symmetric(0.2),
            new ClippedValueLoss(0.2, 0.1),
            0,
            Aggregation.TOKEN_MEAN,
            1,
            Double.POSITIVE_INFINITY);
    new PpoUpdate(policy, value, settings).update(experience, 2e-5, new Random(1), Monitor.none());
  }

  private List<TokenIds> prompts(int number) {
    Random random = new Random(number);
    int vocabulary = roles.vocabulary();
    List<TokenIds> prompts = new ArrayList<>();
    for (int row = 0; row < arguments.integer("batch", 32); row++) {
      int[] ids = random.ints(arguments.integer("prompt", 32), 3, vocabulary).toArray();
      prompts.add(TokenIds.of(ids));
    }
    return prompts;
  }

  private static FloatMatrix matrix(List<TokenLogProbs> rows, TokenBatch batch) {
    int columns = batch.responseLength();
    float[] values = new float[rows.size() * columns];
    for (int row = 0; row < rows.size(); row++) {
      for (int t = 0; t < rows.get(row).size(); t++) {
        values[row * columns + t] = rows.get(row).get(t);
      }
    }
    return FloatMatrix.of(rows.size(), columns, values);
  }

  private void spent(Stage stage) {
    long now = System.nanoTime();
    seconds.computeIfAbsent(stage, key -> new Samples()).add((now - begin) / 1e9);
    begin = now;
  }

  private String stages() {
    return seconds.entrySet().stream()
        .map(
            stage ->
                String.format(
                    Locale.ROOT,
                    "\"%s_s\":%.3f",
                    stage.getKey().name().toLowerCase(Locale.ROOT),
                    stage.getValue().median()))
        .collect(Collectors.joining(","));
  }
}
