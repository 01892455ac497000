package io.github.salmon4j.core.steering;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.core.reward.ScoreStatistics;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * How a policy's responses score under each principle alone: which principles it satisfies, and
 * which it pays for the others with.
 *
 * @param byName statistics over the sampled rollouts of the score under each principle, by its
 *     name, in the set's order
 */
public record PrincipleScores(Map<String, ScoreStatistics> byName) {

  /** Copies the map in its order. */
  public PrincipleScores {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * {@return the scores as metrics: {@code principle/<name>} the mean, {@code
   * principle/<name>/deviation} the unbiased deviation}
   *
   * @param step the step they belong to
   */
  public Metrics metrics(long step) {
    Map<String, Double> values = new LinkedHashMap<>();
    byName.forEach(
        (name, scores) -> {
          values.put("principle/" + name, scores.mean());
          values.put("principle/" + name + "/deviation", scores.deviation());
        });
    return new Metrics(step, values);
  }

  /**
   * Takes the scores; it costs as many guidelines per response as there are principles, all in one
   * call and one query per response.
   *
   * @param model scores; not closed here
   * @param texts the response of a rollout as the reward model reads it in training: {@code rollout
   *     -> rollout.trace().text()}
   * @param limit rollouts scored at most; of a larger batch a uniform sample; 1 or more
   */
  public record Probe(RewardModel model, Function<Rollout, String> texts, int limit) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the limit is below 1
     */
    public Probe {
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(texts, "texts");
      if (limit < 1) {
        throw new IllegalArgumentException("limit: expected 1 or more, found " + limit);
      }
    }

    /**
     * {@return the scores under each principle of a set, affirmed and alone}
     *
     * @param batch rollouts
     * @param principles a plan's principles, its interventions, or others; at least one
     * @param random chooses the sample; not asked if the whole batch is within the limit
     * @param monitor hears of finished scores and may cancel
     * @throws IllegalArgumentException if there is no principle
     * @throws java.util.concurrent.CancellationException if the monitor cancels
     */
    public PrincipleScores of(
        RolloutBatch batch, PrincipleSet principles, RandomGenerator random, Monitor monitor) {
      List<Guideline> alone = principles.principles().stream().map(Guideline::of).toList();
      List<RewardQuery> queries = new ArrayList<>();
      for (Rollout rollout : sample(batch.rollouts(), random)) {
        queries.add(new RewardQuery(rollout.prompt(), texts.apply(rollout), alone));
      }
      ScoreStatistics[] statistics = new ScoreStatistics[alone.size()];
      Arrays.fill(statistics, ScoreStatistics.empty());
      for (List<RewardScore> scores : model.score(queries, monitor)) {
        for (int i = 0; i < statistics.length; i++) {
          statistics[i] = statistics[i].with(scores.get(i).value());
        }
      }
      Map<String, ScoreStatistics> byName = new LinkedHashMap<>();
      int i = 0;
      for (Principle principle : principles) {
        byName.put(principle.name(), statistics[i++]);
      }
      return new PrincipleScores(byName);
    }

    /** Selection sampling (Knuth, volume 2, 3.4.2, algorithm S): uniform, in the batch's order. */
    private List<Rollout> sample(List<Rollout> rollouts, RandomGenerator random) {
      Objects.requireNonNull(random, "random");
      int wanted = Math.min(limit, rollouts.size());
      if (wanted == rollouts.size()) {
        return rollouts;
      }
      List<Rollout> chosen = new ArrayList<>();
      for (int b = 0; chosen.size() < wanted; b++) {
        if (random.nextInt(rollouts.size() - b) < wanted - chosen.size()) {
          chosen.add(rollouts.get(b));
        }
      }
      return chosen;
    }
  }
}
