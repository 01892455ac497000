package io.github.salmon4j.core.labeling;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.preference.PreferenceLabel;
import io.github.salmon4j.preference.PreferenceLabeler;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A language model that says which of two responses is better under a principle (SALMON,
 * arXiv:2310.05910, section 3.2).
 *
 * <pre>
 *   d12 = log p(a) - log p(b)   where the first response is shown as (a)
 *   d21 = log p(b) - log p(a)   where the second response is shown as (a)
 * </pre>
 *
 * <p>Here p is the model's distribution of the token after the {@link JudgeTemplate}, whose begun
 * answer ends with {@code Output (}. The released code subtracts logits; what normalizes them
 * cancels, so the margins are the same. It cuts long inputs at their start, drops the last pairs if
 * they do not fill a batch, and skips pairs that lack a principle; here only prompt and responses
 * are cut, alike for all principles, and nothing is dropped.
 *
 * <p>A call of the model asks about several pairs, each under all principles and in both orders, so
 * that a model that shares common beginnings reads a pair's texts once per order. Which pairs make
 * a call depends on their lengths and sequence alone. Exchanging the responses of any pairs changes
 * no call's prompts but for their order, and so turns exactly these pairs' margins around: {@code
 * d12' = -d21} and {@code d21' = -d12}, bit for bit if the model minds only which prompts a call
 * has.
 *
 * <p>Safe for use by many threads at once, as the model is. The model stays the caller's to close.
 */
public final class Judge implements PreferenceLabeler {

  private static final JudgeTemplate TEMPLATE = JudgeTemplate.standard();

  private final LanguageModel model;
  private final TokenIds options;
  private final int totalTokens;
  private final int tokensPerCall;

  /**
   * A judge.
   *
   * @param model who is asked; its tokenizer must have a token for each of the letters a and b
   * @param settings how it is asked
   * @throws IllegalArgumentException if a letter is not exactly one token after the template, or
   *     both letters are the same one
   */
  public Judge(LanguageModel model, JudgeSettings settings) {
    JudgeTemplate.OptionIds ids = TEMPLATE.optionIds(model.tokenizer());
    this.model = model;
    this.options = TokenIds.of(ids.a(), ids.b());
    this.totalTokens = Math.min(settings.totalTokens(), model.contextLength() - 1);
    this.tokensPerCall = settings.tokensPerCall();
  }

  /**
   * {@return what labels of this judge must agree in to stand in one log}
   *
   * @param name who judges: whatever tells this model from others, such as the hashes of its
   *     checkpoint and adapter
   * @param principles what is judged by
   */
  public LabelIdentity identity(String name, PrincipleSet principles) {
    return new LabelIdentity(name, TEMPLATE.hash(), totalTokens, principles);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are no principles, a text holds a lone surrogate, or
   *     fixed text and a principle alone exceed the context; nothing is computed then
   * @throws NonFiniteException if a margin is not finite; the row is the pair, the column the
   *     principle
   * @throws IllegalStateException if the model is closed
   */
  @Override
  public List<PreferenceLabel> label(
      List<ResponsePair> pairs, PrincipleSet principles, Monitor monitor) {
    return judge(pairs, principles, AcceptanceRule.ordersAgree(), monitor).labels();
  }

  /**
   * {@return the labels of every pair under every principle, and what they cost}
   *
   * @param pairs the pairs; may be empty
   * @param principles at least 1
   * @param rule which labels the report counts as accepted; all are returned
   * @param monitor hears of finished labels and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there are no principles, a text holds a lone surrogate, or
   *     fixed text and a principle alone exceed the context; nothing is computed then
   * @throws NonFiniteException if a margin is not finite; the row is the pair, the column the
   *     principle
   * @throws IllegalStateException if the model is closed
   */
  public Labeling judge(
      List<ResponsePair> pairs, PrincipleSet principles, AcceptanceRule rule, Monitor monitor) {
    Objects.requireNonNull(rule, "rule");
    List<PreferenceLabel> labels = new ArrayList<>();
    Tally tally = new Tally(rule);
    judgeEach(
        pairs,
        principles,
        monitor,
        batch -> {
          labels.addAll(batch.labels());
          tally.add(batch);
        });
    return new Labeling(labels, tally.report());
  }

  /** Hands over the labels of each call, then tells the monitor of them. */
  void judgeEach(
      List<ResponsePair> pairs,
      PrincipleSet principles,
      Monitor monitor,
      Consumer<JudgedBatch> finished) {
    requireText(pairs, principles);
    long total = (long) pairs.size() * principles.size();
    Calls calls = new Calls(pairs, pair -> encode(pair, principles), tokensPerCall);
    monitor.checkpoint(0, total);
    for (int done = 0; calls.hasNext(); ) {
      long start = System.nanoTime();
      List<Questions> call = calls.next();
      long tokens = call.stream().mapToLong(Questions::tokens).sum();
      List<PreferenceLabel> labels = ask(call, principles, done, monitor);
      double seconds = (System.nanoTime() - start) / 1e9;
      finished.accept(new JudgedBatch(call.size(), labels, tokens, seconds));
      done += call.size();
      monitor.checkpoint((long) done * principles.size(), total);
    }
  }

  private Questions encode(ResponsePair pair, PrincipleSet principles) {
    return Questions.about(pair, principles, model.tokenizer(), totalTokens);
  }

  private List<PreferenceLabel> ask(
      List<Questions> call, PrincipleSet principles, int firstRow, Monitor monitor) {
    List<TokenIds> prompts = call.stream().flatMap(q -> q.prompts().stream()).toList();
    List<TokenLogProbs> answers = model.nextLogProbs(prompts, options, cancelling(monitor));
    int count = principles.size();
    List<PreferenceLabel> labels = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      for (int p = 0; p < count; p++) {
        double inOrder = preferenceForA(answers.get(2 * count * i + p));
        double swapped = 0.0 - preferenceForA(answers.get(2 * count * i + count + p));
        requireFinite(inOrder, firstRow + i, p);
        requireFinite(swapped, firstRow + i, p);
        Principle principle = principles.principles().get(p);
        labels.add(new PreferenceLabel(call.get(i).pair(), principle, inOrder, swapped));
      }
    }
    return labels;
  }

  private static double preferenceForA(TokenLogProbs answer) {
    return (double) answer.get(0) - answer.get(1);
  }

  private static void requireFinite(double margin, int pair, int principle) {
    if (!Double.isFinite(margin)) {
      throw new NonFiniteException("margins", pair, principle, margin);
    }
  }

  /** All texts are looked at before the first is judged: the last pair may be hours away. */
  private static void requireText(List<ResponsePair> pairs, PrincipleSet principles) {
    if (principles.size() == 0) {
      throw new IllegalArgumentException("principles: expected at least 1, found 0");
    }
    for (int row = 0; row < pairs.size(); row++) {
      try {
        TEMPLATE.render(pairs.get(row), principles.principles().get(0), Order.AS_GIVEN);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("pair " + row + ": " + e.getMessage(), e);
      }
    }
  }

  /** A call's own progress is none of the caller's, but it stops within a call, too. */
  private static Monitor cancelling(Monitor monitor) {
    return new Monitor() {
      @Override
      public void progressed(long done, long total) {}

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }
}
