package io.github.salmon4j.core.collecting;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.core.settings.CollectingSettings;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.FinishReason;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenLogProbs;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.RolloutTrace;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes the rollouts of a step.
 *
 * <pre>
 *   y[b]   = a response to x[b], log-probabilities with it           one call of the policy
 *   g[b]   = interventions, then principles drawn for x[b]
 *   s[b]   = score of y[b] under g[b]                                one call of the reward model
 *   ref[b] = log-probabilities of y[b]                               one call of the reference
 *   v[b]   = values before each token of y[b]
 *   reward[b] = s[b], normalized and clipped, + symbolic terms
 * </pre>
 *
 * <p>What was sampled is what is scored and trained on: text is decoded for the reward model alone.
 * A response ends at a stop of the template; one that ends without it or the end token has finish
 * reason {@link FinishReason#TRUNCATED}. A response may be empty.
 *
 * <p>The chance of a rollout follows from the run's seed, the step, its prompt and how often the
 * same prompt stands before it, so it does not depend on the other prompts. Source: SALMON,
 * arXiv:2310.05910, section 3.4. The released code draws guidelines as here, for each rollout; it
 * turns responses into text and back into tokens before it trains on them.
 *
 * <p>Closes no model.
 */
public final class RolloutCollector {

  private final RolloutModels models;
  private final ChatTemplate template;
  private final CollectingSettings settings;
  private final RewardFormula formula;
  private final int microBatchRows;

  /**
   * A collector with the reward that the settings describe, and no limit on memory.
   *
   * @param models the models asked
   * @param template what the policy is shown, and where its responses end
   * @param settings how responses are sampled and scored
   * @throws IllegalArgumentException as for the other constructor, or if the settings name a
   *     language bonus
   */
  public RolloutCollector(
      RolloutModels models, ChatTemplate template, CollectingSettings settings) {
    this(models, template, settings, RewardFormula.of(settings.reward()), Integer.MAX_VALUE);
  }

  /**
   * A collector.
   *
   * @param models the models asked
   * @param template what the policy is shown, and where its responses end
   * @param settings how responses are sampled and scored; of its reward, only what scores are
   *     normalized by at first
   * @param formula what is made of scores
   * @param microBatchRows most responses of one forward pass of a model in training; 1 or more
   * @throws IllegalArgumentException if the temperature is 0, or the number is not 1 or more
   */
  public RolloutCollector(
      RolloutModels models,
      ChatTemplate template,
      CollectingSettings settings,
      RewardFormula formula,
      int microBatchRows) {
    this.models = Objects.requireNonNull(models, "models");
    this.template = Objects.requireNonNull(template, "template");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.formula = Objects.requireNonNull(formula, "formula");
    this.microBatchRows = microBatchRows;
    if (!(settings.responses().temperature() > 0)) {
      throw new IllegalArgumentException(
          "temperature of responses: expected above 0 for a policy that learns, found "
              + settings.responses().temperature());
    }
    if (microBatchRows < 1) {
      throw new IllegalArgumentException(
          "micro-batch rows: expected 1 or more, found " + microBatchRows);
    }
  }

  /**
   * {@return the prompts that are not too long for the policy, in order}
   *
   * @param prompts any prompts
   * @throws IllegalArgumentException if one holds a lone surrogate; names it, from 0
   */
  public List<Prompt> fitting(List<Prompt> prompts) {
    List<Prompt> fitting = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      if (encode(prompts.get(i), i).size() <= longestPrompt()) {
        fitting.add(prompts.get(i));
      }
    }
    return List.copyOf(fitting);
  }

  /**
   * {@return one rollout for each prompt}
   *
   * @param prompts B prompts, at least one
   * @param step what distinguishes this step
   * @param clock is told of each phase
   * @param monitor hears of responses, of each four times, and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if there is no prompt or one does not fit; names it, from 0
   * @throws ArithmeticException if a number is not finite; names the row and its prompt where one
   *     is to blame. A model that refuses such a number itself throws what it throws: see {@link
   *     NotFinite}.
   */
  public CollectedRollouts collect(
      List<Prompt> prompts, CollectingStep step, StepClock clock, Monitor monitor) {
    int rows = prompts.size();
    if (rows == 0) {
      throw new IllegalArgumentException("prompts of a step: expected at least 1, found 0");
    }
    clock.enter(StepPhase.GENERATE);
    List<Draft> drafts = drafts(prompts, step, new SpanMonitor(monitor, 0, rows, 4L * rows));
    clock.enter(StepPhase.SCORE);
    Scoring scoring = new Scoring(models.reward(), formula, drafts);
    Scoring.Scored scored =
        scoring.score(step.normalization(), new SpanMonitor(monitor, rows, rows, 4L * rows));
    clock.enter(StepPhase.REFERENCE);
    List<TokenLogProbs> references =
        references(drafts, new SpanMonitor(monitor, 2L * rows, rows, 4L * rows));
    clock.enter(StepPhase.VALUE);
    List<FloatMatrix> values =
        new ValueRows(models.value(), microBatchRows)
            .of(drafts, new SpanMonitor(monitor, 3L * rows, rows, 4L * rows));
    List<Rollout> rollouts = new ArrayList<>();
    for (int b = 0; b < rows; b++) {
      Draft draft = drafts.get(b);
      rollouts.add(
          new Rollout(
              draft.prompt(),
              draft.guideline(),
              draft.sequence(),
              draft.finishReason(),
              draft.generation().logProbs(),
              references.get(b),
              scored.rewards().get(b),
              new RolloutTrace(
                  step.plan().version(),
                  draft.seed(),
                  draft.text(),
                  scored.scores().get(b),
                  values.get(b))));
    }
    return new CollectedRollouts(new RolloutBatch(rollouts), scored.normalization());
  }

  /** {@return the models asked} */
  public RolloutModels models() {
    return models;
  }

  /** {@return how responses are sampled and scored} */
  public CollectingSettings settings() {
    return settings;
  }

  /** {@return the hash of the template that the policy is shown} */
  public String templateHash() {
    return template.hash();
  }

  /** {@return most responses of one forward pass of a model in training} */
  public int microBatchRows() {
    return microBatchRows;
  }

  private List<Draft> drafts(List<Prompt> prompts, CollectingStep step, Monitor monitor) {
    PrincipleSampler principles =
        new PrincipleSampler(
            step.plan().principles(), step.plan().interventions(), settings.principles());
    RolloutChance chance = new RolloutChance(step);
    List<Draft.Start> starts = new ArrayList<>();
    for (int b = 0; b < prompts.size(); b++) {
      Prompt prompt = prompts.get(b);
      RolloutChance.OfOne own = chance.next(prompt);
      starts.add(
          new Draft.Start(
              prompt,
              principles.sample(prompt.kind(), own.principles()),
              new GenerationRequest(fitted(prompt, b), own.responseSeed())));
    }
    List<Generation> generations = generate(starts, monitor);
    List<Draft> drafts = new ArrayList<>();
    for (int b = 0; b < starts.size(); b++) {
      Generation generation = generations.get(b);
      requireFinite("log-probabilities", generation.logProbs(), b, prompts.get(b));
      drafts.add(draft(starts.get(b), generation));
    }
    return drafts;
  }

  private List<Generation> generate(List<Draft.Start> starts, Monitor monitor) {
    List<GenerationRequest> requests = starts.stream().map(Draft.Start::request).toList();
    return models
        .policy()
        .generate(
            requests, template.stopping(settings.responses()), GenerationListener.of(monitor));
  }

  private Draft draft(Draft.Start start, Generation generation) {
    String raw = models.policy().tokenizer().decode(generation.response());
    FinishReason reason = template.stops(raw) ? FinishReason.FINISHED : generation.finishReason();
    return new Draft(start, generation, template.cut(raw), reason);
  }

  private List<TokenLogProbs> references(List<Draft> drafts, Monitor monitor) {
    LanguageModel reference = models.reference();
    double temperature = settings.responses().temperature();
    List<TokenLogProbs> logProbs =
        reference.logProbs(drafts.stream().map(Draft::sequence).toList(), temperature, monitor);
    for (int b = 0; b < drafts.size(); b++) {
      requireFinite("reference log-probabilities", logProbs.get(b), b, drafts.get(b).prompt());
    }
    return logProbs;
  }

  private static void requireFinite(String what, TokenLogProbs logProbs, int row, Prompt prompt) {
    for (int t = 0; t < logProbs.size(); t++) {
      if (!Float.isFinite(logProbs.get(t))) {
        throw NotFinite.inRow(row, prompt, new NonFiniteException(what, row, t, logProbs.get(t)));
      }
    }
  }

  private TokenIds fitted(Prompt prompt, int index) {
    TokenIds tokens = encode(prompt, index);
    if (tokens.size() > longestPrompt()) {
      throw new IllegalArgumentException(
          "prompt %d: expected at most %d tokens, found %d"
              .formatted(index, longestPrompt(), tokens.size()));
    }
    return tokens;
  }

  private TokenIds encode(Prompt prompt, int index) {
    try {
      return template.encode(prompt, models.policy().tokenizer());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("prompt " + index + ": " + e.getMessage(), e);
    }
  }

  private int longestPrompt() {
    return Math.min(settings.promptTokens(), models.policy().contextLength() - 1);
  }
}
