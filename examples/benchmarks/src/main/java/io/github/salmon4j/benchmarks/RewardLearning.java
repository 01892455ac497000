package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.data.JsonLines;
import io.github.salmon4j.core.data.PreferenceData;
import io.github.salmon4j.core.data.PreferenceFormat;
import io.github.salmon4j.core.data.Split;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.rewardlearning.ConfidenceInterval;
import io.github.salmon4j.core.rewardlearning.EncodedPair;
import io.github.salmon4j.core.rewardlearning.PairTarget;
import io.github.salmon4j.core.rewardlearning.PairwiseEvaluation;
import io.github.salmon4j.core.rewardlearning.PairwiseReport;
import io.github.salmon4j.core.rewardlearning.PreferenceReport;
import io.github.salmon4j.core.rewardlearning.RewardTrainer;
import io.github.salmon4j.core.rewardlearning.RewardTrainingSettings;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.StepReport;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Does a reward model learn from real pairs what holds for instructions that it never saw? Over a
 * checkpoint with a llama2.c tokenizer {@code tok512.bin}, on pairs as JSON lines with {@code
 * prompt}, {@code chosen} and {@code rejected}, a quarter of the instructions held out.
 *
 * <p>The model reads the begin token, the last {@code prompt} tokens of the instruction, the begin
 * token, the first tokens of the response up to {@code tokens} in all, and the end token. It is
 * measured after every epoch; nothing is chosen by that, and the last one counts. Standard errors
 * are those of as many coins as there are held-out instructions, as pairs of one instruction are
 * not independent.
 *
 * <pre>
 * java -Xmx1g -cp examples/benchmarks/target/benchmarks.jar \
 *     io.github.salmon4j.benchmarks.RewardLearning \
 *     MODEL_DIR PAIRS.jsonl.gz [train=full|lora] [tokens=256] [prompt=48] [epochs=3] [batch=32] \
 *     [rate=1e-3] [seed=1] [threads=2]
 * </pre>
 */
final class RewardLearning {

  private static final String HELD_OUT = "held out";
  private static final String SHORTER_WINS = "held out, where the shorter answer wins";
  private static final Guideline HELPFUL =
      Guideline.of(Principle.of("Helpful", "The answer helps with what was asked."));

  private final Arguments arguments;
  private final PieceTokenizer tokenizer;

  private RewardLearning(Arguments arguments) {
    this.arguments = arguments;
    this.tokenizer = new PieceTokenizer(Path.of(arguments.positional(0), "tok512.bin"));
  }

  public static void main(String[] args) {
    new RewardLearning(Arguments.parse(args, 2)).run();
  }

  private void run() {
    List<Preference> all = preferences(Path.of(arguments.positional(1)));
    Split split = new Split(0.25, seed());
    List<Preference> heldOut = split.select(Split.Side.HELD_OUT, all);
    List<EncodedPair> examples = encode(split.select(Split.Side.TRAIN, all));
    examples.removeIf(pair -> pair.first().equals(pair.second()));
    long instructions =
        heldOut.stream().map(example -> example.pair().prompt().text()).distinct().count();
    System.out.printf(
        "seed %d, %d training pairs, held out: %d pairs of %d instructions%n",
        seed(), examples.size(), heldOut.size(), instructions);
    print("longer answer wins, on the held-out pairs", longerWins(heldOut));
    train(examples, heldOut, instructions);
  }

  private static List<Preference> preferences(Path file) {
    List<Preference> all = new ArrayList<>();
    try (JsonLines<Preference> lines = PreferenceData.open(file, PreferenceFormat.texts(HELPFUL))) {
      lines.forEachRemaining(all::add);
    }
    return all;
  }

  /** {@return the pairs of a file of JSON lines} */
  static List<ResponsePair> pairs(Path file) {
    return preferences(file).stream().map(Preference::pair).toList();
  }

  private int seed() {
    return arguments.integer("seed", 1);
  }

  private List<EncodedPair> encode(List<Preference> preferences) {
    List<EncodedPair> pairs = new ArrayList<>();
    for (Preference preference : preferences) {
      ResponsePair pair = preference.pair();
      TokenIds prompt = tokenizer.encode(pair.prompt().text());
      pairs.add(
          new EncodedPair(
              input(prompt, pair.first()),
              input(prompt, pair.second()),
              HELPFUL,
              PairTarget.of(preference),
              pairs.size()));
    }
    return pairs;
  }

  private TokenIds input(TokenIds prompt, String response) {
    int shown = Math.min(prompt.size(), arguments.integer("prompt", 48));
    TokenIds begin = TokenIds.of(PieceTokenizer.BEGIN);
    TokenIds answer = tokenizer.encode(response);
    int space = arguments.integer("tokens", 256) - 3 - shown;
    return TokenIds.concat(
        List.of(
            begin,
            prompt.slice(prompt.size() - shown, prompt.size()),
            begin,
            answer.slice(0, Math.min(answer.size(), space)),
            TokenIds.of(PieceTokenizer.END)));
  }

  private static PairwiseReport longerWins(List<Preference> preferences) {
    PairwiseEvaluation evaluation = new PairwiseEvaluation();
    for (Preference preference : preferences) {
      ResponsePair pair = preference.pair();
      evaluation.add(pair.first().length(), pair.second().length(), preference.probabilityFirst());
    }
    return evaluation.report();
  }

  private static boolean shorterWins(Preference preference) {
    int difference = preference.pair().first().length() - preference.pair().second().length();
    return difference * (preference.probabilityFirst() - 0.5) < 0;
  }

  private void train(List<EncodedPair> examples, List<Preference> heldOut, long instructions) {
    Map<String, List<EncodedPair>> measured = new LinkedHashMap<>();
    measured.put(HELD_OUT, encode(heldOut));
    measured.put(
        SHORTER_WINS, encode(heldOut.stream().filter(RewardLearning::shorterWins).toList()));
    int batch = arguments.integer("batch", 32);
    int stepsPerEpoch = (examples.size() + batch - 1) / batch;
    Trained trained =
        arguments.text("train", "full").equals("lora")
            ? Trained.Lora.everywhere(16, 32)
            : new Trained.Everything();
    PassSettings passes =
        new PassSettings(arguments.integer("threads", 2), 1024, Integer.MAX_VALUE);
    try (TrainingBase base = TrainingBase.open(Path.of(arguments.positional(0)), passes);
        TrainableModel model = base.rewardModel("reward", trained, new Random(seed()))) {
      RewardTrainer trainer =
          new RewardTrainer(
              model,
              new AdamW(model.parameters(), AdamW.Settings.defaults()),
              settings(batch),
              new LoopSettings(batch, stepsPerEpoch));
      System.out.println("step  seconds  training loss  accuracy: held out  where shorter wins");
      trainer.train(
          new TrainingData<>(examples, measured),
          TrainingCursor.start(seed()),
          new Table(),
          CheckpointHook.none(),
          Monitor.none());
      report(trainer, measured, instructions);
    }
  }

  private static void report(
      RewardTrainer trainer, Map<String, List<EncodedPair>> measured, long instructions) {
    measured.forEach(
        (set, pairs) -> {
          PairwiseReport report = trainer.evaluate(pairs, Monitor.none()).overall();
          print(set, report);
          if (set.equals(HELD_OUT)) {
            System.out.printf(
                Locale.ROOT,
                "above chance: %.1f standard errors%n",
                (report.accuracy() - 0.5) / Math.sqrt(0.25 / instructions));
          }
        });
  }

  private RewardTrainingSettings settings(int batch) {
    return new RewardTrainingSettings(
        Double.parseDouble(arguments.text("rate", "1e-3")),
        0.03,
        arguments.integer("epochs", 3),
        batch,
        1,
        0,
        RewardTrainingSettings.preferencePretraining().limits());
  }

  private static void print(String what, PairwiseReport report) {
    ConfidenceInterval interval = report.wilsonInterval();
    System.out.printf(
        Locale.ROOT,
        "%s: accuracy %.4f, Wilson %.4f to %.4f, %d pairs%n",
        what,
        report.accuracy(),
        interval.low(),
        interval.high(),
        report.pairs());
  }

  /** A line for every epoch. */
  private static final class Table implements TrainingListener<PreferenceReport> {

    private final long start = System.nanoTime();
    private double losses;
    private long steps;

    @Override
    public void onStep(StepReport report) {
      losses += report.loss();
      steps++;
    }

    @Override
    public void onEvaluation(long step, String set, PreferenceReport report) {
      if (set.equals(HELD_OUT)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%4d  %7.1f  %13.4f", step, seconds, losses / steps);
        losses = 0;
        steps = 0;
      }
      System.out.printf(Locale.ROOT, "  %18.4f", report.overall().accuracy());
      System.out.print(set.equals(HELD_OUT) ? "" : System.lineSeparator());
    }
  }
}
