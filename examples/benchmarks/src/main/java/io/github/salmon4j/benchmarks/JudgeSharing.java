package io.github.salmon4j.benchmarks;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.labeling.Judge;
import io.github.salmon4j.core.labeling.JudgeSettings;
import io.github.salmon4j.core.principles.BuiltInPrinciples;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.OptionIds;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.OnnxLanguageModel;
import io.github.salmon4j.onnx.runtime.EngineSettings;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How much faster is one pair judged under many principles in one call than prompt by prompt? Both
 * ways in turn, in one process: the ratio is what counts.
 *
 * <pre>
 * java -cp examples/benchmarks/target/benchmarks.jar io.github.salmon4j.benchmarks.JudgeSharing \
 *     MODEL_DIR [answer=300] [threads=2] [rounds=5] [run=256]
 * </pre>
 *
 * <p>{@code answer} counts the tokens of each response. The time of one call per order is printed,
 * too: a call with both orders holds two beginnings that begin alike themselves.
 */
final class JudgeSharing {

  private static final PrincipleSet PRINCIPLES = BuiltInPrinciples.rewardModeling();
  private static final String[] WORDS = {"the", "river", "slowly", "carries", "stones", "home"};

  private final OnnxLanguageModel model;
  private final TokenIds options;

  private JudgeSharing(OnnxLanguageModel model) {
    this.model = model;
    OptionIds ids = JudgeTemplate.standard().optionIds(model.tokenizer());
    this.options = TokenIds.of(ids.a(), ids.b());
  }

  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, 1);
    EngineSettings settings =
        EngineSettings.defaults()
            .withThreads(arguments.integer("threads", 2))
            .withTokensPerRun(arguments.integer("run", 256));
    try (OnnxLanguageModel model =
        OnnxLanguageModel.open(Path.of(arguments.positional(0)), settings)) {
      new JudgeSharing(model)
          .compare(arguments.integer("answer", 300), arguments.integer("rounds", 5));
    }
  }

  private void compare(int answer, int rounds) {
    Judge judge = new Judge(model, new JudgeSettings(4096, 8192));
    Samples apartTime = new Samples();
    Samples togetherTime = new Samples();
    Samples ratio = new Samples();
    Samples byOrder = new Samples();
    double difference = 0;
    for (int round = -1; round < rounds; round++) {
      ResponsePair pair = pair(new Random(round), answer);
      List<List<TokenIds>> orders = prompts(pair);
      if (round < 0) {
        describe(orders, pair);
      }
      long start = System.nanoTime();
      List<Double> apart = new ArrayList<>();
      orders.forEach(order -> order.forEach(prompt -> apart.add(forA(List.of(prompt)).get(0))));
      long middle = System.nanoTime();
      List<PreferenceLabel> together = judge.label(List.of(pair), PRINCIPLES, Monitor.none());
      long end = System.nanoTime();
      orders.forEach(this::forA);
      long last = System.nanoTime();
      for (int p = 0; p < PRINCIPLES.size(); p++) {
        difference = Math.max(difference, Math.abs(together.get(p).marginInOrder() - apart.get(p)));
      }
      if (round >= 0) { // the first maps the weights and compiles the code
        apartTime.add((middle - start) / 1e6);
        togetherTime.add((end - middle) / 1e6);
        ratio.add((double) (middle - start) / (end - middle));
        byOrder.add((double) (middle - start) / (last - end));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "apart %s ms, together %s ms, ratio %s, by order %s, largest difference %.2g%n",
        apartTime,
        togetherTime,
        ratio.precise(),
        byOrder.precise(),
        difference);
  }

  private List<Double> forA(List<TokenIds> prompts) {
    return model.nextLogProbs(prompts, options, Monitor.none()).stream()
        .map(answer -> (double) answer.get(0) - answer.get(1))
        .toList();
  }

  private List<List<TokenIds>> prompts(ResponsePair pair) {
    List<List<TokenIds>> orders = new ArrayList<>();
    for (Order order : Order.values()) {
      orders.add(encoded(pair, order).stream().map(EncodedInput::tokens).toList());
    }
    return orders;
  }

  private List<EncodedInput> encoded(ResponsePair pair, Order order) {
    return JudgeTemplate.standard()
        .encode(pair, PRINCIPLES.principles(), order, model.tokenizer(), 4096);
  }

  /** What the ratio could be if a token cost the same wherever it stands. */
  private void describe(List<List<TokenIds>> orders, ResponsePair pair) {
    long all = orders.stream().flatMap(List::stream).mapToLong(TokenIds::size).sum();
    long shared = 0;
    for (Order order : Order.values()) {
      shared += encoded(pair, order).get(0).sharedTokens();
    }
    long own = all - PRINCIPLES.size() * shared;
    System.out.printf(
        Locale.ROOT,
        "%d principles, %d tokens apart; shared by an order %d, own %.1f each; ideal ratio %.2f%n",
        PRINCIPLES.size(),
        all,
        shared / 2,
        own / (2.0 * PRINCIPLES.size()),
        (double) all / (shared + own));
  }

  private ResponsePair pair(Random random, int tokens) {
    return new ResponsePair(
        Prompt.of("Tell me how a river changes over a year."),
        text(random, tokens),
        text(random, tokens));
  }

  /** A text of at least that many tokens, by a word at most more. */
  private String text(Random random, int tokens) {
    Tokenizer tokenizer = model.tokenizer();
    StringBuilder text = new StringBuilder("It");
    while (tokenizer.encode(text.toString()).size() < tokens) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
