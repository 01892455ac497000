package io.github.salmon4j.core.decoding;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.checkpoint.RunSeed;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.Generation;
import io.github.salmon4j.language.GenerationListener;
import io.github.salmon4j.language.GenerationRequest;
import io.github.salmon4j.language.GenerationSettings;
import io.github.salmon4j.language.LanguageModel;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Samples n responses to a prompt and ranks them by a reward model.
 *
 * <pre>
 *   y[1..n] ~ pi(. | x),    best = argmax r(x, y[i], guideline)
 * </pre>
 *
 * <p>The same principles steer without training what they would steer with PPO, at n times the cost
 * of a response. The divergence from the policy is at most {@code log n - (n - 1) / n} nats
 * (Stiennon et al. 2020, arXiv:2009.01325, appendix G.3). A candidate's seed follows from the seed,
 * its index and the prompt's text, so more candidates keep the earlier ones, and the other prompts
 * do not matter.
 *
 * @param languageModel proposes; not closed
 * @param rewardModel chooses; not closed
 * @param template what the language model is shown, and where its responses end
 * @param settings how many candidates there are, and how they are sampled
 */
public record BestOfN(
    LanguageModel languageModel,
    RewardModel rewardModel,
    ChatTemplate template,
    BestOfN.Settings settings) {

  /** Checks that nothing is null. */
  public BestOfN {
    Objects.requireNonNull(languageModel, "languageModel");
    Objects.requireNonNull(rewardModel, "rewardModel");
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * {@return the candidates for each prompt, best first, in the order of the prompts}
   *
   * @param prompts the prompts; may be empty
   * @param guideline what is good
   * @param seed where all chance comes from
   * @param monitor hears of finished responses and scores, one of each per candidate, and may
   *     cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws IllegalArgumentException if a prompt leaves no room in the model's context
   */
  public List<Ranking> respond(
      List<Prompt> prompts, Guideline guideline, RunSeed seed, Monitor monitor) {
    Objects.requireNonNull(guideline, "guideline");
    int n = settings.candidates();
    long half = (long) n * prompts.size();
    List<String> responses = responses(prompts, seed, new Phase(monitor, 0, 2 * half));
    List<RewardQuery> queries = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      queries.add(RewardQuery.of(prompts.get(i / n), responses.get(i), guideline));
    }
    List<List<RewardScore>> scores = rewardModel.score(queries, new Phase(monitor, half, 2 * half));
    List<Ranking> rankings = new ArrayList<>();
    for (int from = 0; from < responses.size(); from += n) {
      rankings.add(Ranking.of(responses.subList(from, from + n), scores, from));
    }
    return List.copyOf(rankings);
  }

  private List<String> responses(List<Prompt> prompts, RunSeed seed, Monitor monitor) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Prompt prompt : prompts) {
      TokenIds tokens = template.encode(prompt, languageModel.tokenizer());
      for (int i = 0; i < settings.candidates(); i++) {
        requests.add(new GenerationRequest(tokens, seed(prompt, i, seed)));
      }
    }
    List<Generation> generations =
        languageModel.generate(
            requests, template.stopping(settings.generation()), GenerationListener.of(monitor));
    return generations.stream()
        .map(generation -> template.response(generation, languageModel.tokenizer()))
        .toList();
  }

  /** The seed of the proposal of this number for a prompt. */
  static long seed(Prompt prompt, long proposal, RunSeed seed) {
    return seed.generator("candidate for " + prompt.text(), proposal).nextLong();
  }

  /**
   * How candidates are made.
   *
   * @param candidates responses to each prompt, n; at least 1
   * @param generation how tokens are chosen, at a temperature above 0 if candidates shall differ;
   *     the chat template's stops are added
   */
  public record Settings(int candidates, GenerationSettings generation) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the number is out of its range
     */
    public Settings {
      Objects.requireNonNull(generation, "generation");
      if (candidates < 1) {
        throw new IllegalArgumentException("candidates: expected 1 or more, found " + candidates);
      }
    }
  }
}
