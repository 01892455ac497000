package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.onnx.checkpoint.AdapterWriter;
import io.github.salmon4j.onnx.checkpoint.Checkpoint;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter;
import io.github.salmon4j.onnx.checkpoint.LoraAdapter.Site;
import io.github.salmon4j.onnx.checkpoint.Projection;
import io.github.salmon4j.onnx.llama.Decoder;
import io.github.salmon4j.onnx.llama.LlamaModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.onnx.runtime.WeightPrecision;
import io.github.salmon4j.preference.ResponsePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What do fewer bits cost? Over a checkpoint with a llama2.c tokenizer {@code tok512.bin}: nats per
 * token of stories that the model itself tells in float32, whose loss in float32 is therefore the
 * least that any model can have; nats per token of the answers of real pairs; the share of pairs of
 * answers that stay in their order by mean log-probability; and the share that do by the score of a
 * scalar head of normal numbers.
 *
 * <pre>
 * java -Xmx1g -cp examples/benchmarks/target/benchmarks.jar \
 *     io.github.salmon4j.benchmarks.PrecisionCost \
 *     MODEL_DIR PAIRS.jsonl.gz [stories=100] [pairs=500] [tokens=256] [seed=1] [threads=2]
 * </pre>
 */
final class PrecisionCost {

  private static final int STORY = 240;
  private static final int PROMPT = 48;

  private final Arguments arguments;
  private final Path folder;

  private PrecisionCost(Arguments arguments) {
    this.arguments = arguments;
    this.folder = Path.of(arguments.positional(0));
  }

  /** What one precision gives. */
  private record Result(
      double stories, double answers, List<Double> margins, List<Double> differences) {}

  public static void main(String[] args) {
    new PrecisionCost(Arguments.parse(args, 2)).run();
  }

  private void run() {
    List<TokenSequence> stories = stories();
    List<TokenSequence> answers = answers();
    Path adapter = head();
    Result exact = measure(WeightPrecision.float32(), stories, answers, adapter);
    System.out.printf("%d stories, %d pairs%n", stories.size(), answers.size() / 2);
    System.out.println("precision  stories  answers  same order by log-prob.  by score");
    print("float32", exact, exact);
    for (WeightPrecision precision :
        List.of(WeightPrecision.int8(), WeightPrecision.int4(), WeightPrecision.int4(128))) {
      print(precision.toString(), exact, measure(precision, stories, answers, adapter));
    }
  }

  private static void print(String name, Result exact, Result found) {
    System.out.printf(
        Locale.ROOT,
        "%-9s  %7.4f  %7.4f  %23.4f  %8.4f%n",
        name,
        found.stories(),
        found.answers(),
        agreement(exact.margins(), found.margins()),
        agreement(exact.differences(), found.differences()));
  }

  private static double agreement(List<Double> exact, List<Double> found) {
    int same = 0;
    for (int i = 0; i < exact.size(); i++) {
      same += Math.signum(exact.get(i)) == Math.signum(found.get(i)) ? 1 : 0;
    }
    return (double) same / exact.size();
  }

  private Result measure(
      WeightPrecision precision,
      List<TokenSequence> stories,
      List<TokenSequence> answers,
      Path adapter) {
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withPrecision(precision);
    Checkpoint checkpoint = Checkpoint.open(folder);
    LoraAdapter head = LoraAdapter.open(adapter, checkpoint.config());
    try (LlamaModel language = LlamaModel.language(checkpoint, LoraAdapter.none(), settings);
        LlamaModel reward = LlamaModel.scoring(checkpoint, head, settings)) {
      List<float[]> told = language.logProbs(stories, 1, Monitor.none());
      List<float[]> answered = language.logProbs(answers, 1, Monitor.none());
      float[] scores =
          reward.scores(answers.stream().map(TokenSequence::tokens).toList(), Monitor.none());
      List<Double> margins = new ArrayList<>();
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < answers.size(); i += 2) {
        margins.add(mean(answered.get(i)) - mean(answered.get(i + 1)));
        differences.add((double) scores[i] - scores[i + 1]);
      }
      return new Result(loss(told), loss(answered), margins, differences);
    }
  }

  private static double mean(float[] values) {
    return -loss(List.of(values));
  }

  /** {@return nats per token} */
  private static double loss(List<float[]> logProbs) {
    double sum = 0;
    long count = 0;
    for (float[] row : logProbs) {
      for (float value : row) {
        sum -= value;
        count++;
      }
    }
    return sum / count;
  }

  private List<TokenSequence> stories() {
    Random random = new Random(arguments.integer("seed", 1));
    List<TokenSequence> stories = new ArrayList<>();
    try (LlamaModel teller =
        LlamaModel.language(
            Checkpoint.open(folder), LoraAdapter.none(), EngineSettings.defaults())) {
      for (int i = 0; i < arguments.integer("stories", 100); i++) {
        int[] ids = new int[STORY];
        TokenIds begin = TokenIds.of(PieceTokenizer.BEGIN);
        try (Decoder decoder = teller.decoder(1, Monitor.none())) {
          decoder.open(0, begin);
          for (int t = 0; t < ids.length; t++) {
            ids[t] = sample(decoder.logits(0), random);
            decoder.append(ids[t]);
          }
        }
        stories.add(new TokenSequence(begin, TokenIds.of(ids)));
      }
    }
    return stories;
  }

  private static int sample(float[] logits, Random random) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.length; id++) {
      double noisy = logits[id] - Math.log(-Math.log(random.nextDouble())); // Gumbel
      if (noisy > highest) {
        highest = noisy;
        best = id;
      }
    }
    return best;
  }

  /** {@return both answers of each pair, one after the other} */
  private List<TokenSequence> answers() {
    PieceTokenizer tokenizer = new PieceTokenizer(folder.resolve("tok512.bin"));
    List<TokenSequence> answers = new ArrayList<>();
    for (ResponsePair pair : RewardLearning.pairs(Path.of(arguments.positional(1)))) {
      TokenIds prompt = tokenizer.encode(pair.prompt().text());
      TokenIds shown = prompt.slice(Math.max(0, prompt.size() - PROMPT), prompt.size());
      TokenIds begin = TokenIds.concat(List.of(TokenIds.of(PieceTokenizer.BEGIN), shown));
      TokenIds first = answer(tokenizer, pair.first(), begin.size());
      TokenIds second = answer(tokenizer, pair.second(), begin.size());
      if (!first.equals(second) && answers.size() < 2 * arguments.integer("pairs", 500)) {
        answers.add(new TokenSequence(begin, first));
        answers.add(new TokenSequence(begin, second));
      }
    }
    return answers;
  }

  private TokenIds answer(PieceTokenizer tokenizer, String text, int prompt) {
    TokenIds all = tokenizer.encode(text);
    return all.slice(0, Math.min(all.size(), arguments.integer("tokens", 256) - prompt));
  }

  private static FloatBuffer zeros(long count) {
    return FloatBuffer.allocate(Math.toIntExact(count));
  }

  /** {@return an adapter folder with a scalar head of normal numbers and an update of nothing} */
  private Path head() {
    Checkpoint checkpoint = Checkpoint.open(folder);
    Random random = new Random(arguments.integer("seed", 1));
    float[] head = new float[checkpoint.config().dimensions().hiddenSize()];
    for (int i = 0; i < head.length; i++) {
      head[i] = (float) random.nextGaussian();
    }
    try {
      Path adapter = Files.createTempDirectory("precision-cost").resolve("adapter");
      Site site = new Site(0, Projection.Q);
      FloatBuffer a = zeros(Projection.Q.inputs(checkpoint.config().dimensions()));
      FloatBuffer b = zeros(Projection.Q.outputs(checkpoint.config().dimensions()));
      new AdapterWriter(checkpoint.config(), folder.toString())
          .factors(site, 1, a, b)
          .scoreHead(FloatBuffer.wrap(head))
          .write(adapter);
      return adapter;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
