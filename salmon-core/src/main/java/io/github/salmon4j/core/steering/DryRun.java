package io.github.salmon4j.core.steering;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.principles.PlanChange;
import io.github.salmon4j.core.principles.PrinciplePlan;
import io.github.salmon4j.core.principles.PrincipleSampler;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.reward.RewardModel;
import io.github.salmon4j.reward.RewardQuery;
import io.github.salmon4j.reward.RewardScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Scores rollouts as they were scored and as a changed plan would score them, before anybody
 * decides on the change.
 *
 * <p>The candidate's guideline of a rollout begins with the candidate's interventions. Behind them
 * each principle that was drawn keeps its place if the candidate still has one of its name (with
 * its new text, and negated as it was); the place of one that is gone goes to a fresh draw from the
 * candidate. An added principle is in as many guidelines as the candidate would draw it for. So two
 * plans that differ in one line give guidelines that differ in one line.
 *
 * <p>Both guidelines of a response are one query, and all queries one call, so a reward model that
 * shares prefixes reads each response once. What is compared are the reward model's raw scores:
 * bonuses and penalties do not depend on principles. Immutable; safe for use by many threads, each
 * with a generator of its own.
 */
public final class DryRun {

  private final RewardModel model;
  private final Function<Rollout, String> texts;
  private final PrincipleSampler.Settings sampling;

  /**
   * A dry run.
   *
   * @param model what scores the policy's training; not closed here
   * @param texts the response of a rollout as the reward model reads it in training: {@code rollout
   *     -> rollout.trace().text()}
   * @param sampling how the trainer draws from plans
   */
  public DryRun(
      RewardModel model, Function<Rollout, String> texts, PrincipleSampler.Settings sampling) {
    this.model = Objects.requireNonNull(model, "model");
    this.texts = Objects.requireNonNull(texts, "texts");
    this.sampling = Objects.requireNonNull(sampling, "sampling");
  }

  /**
   * {@return the rollouts' scores without and with a change}
   *
   * @param batch rollouts that were scored under the plan
   * @param plan the plan: as many lines of a guideline as it has interventions were not drawn
   * @param candidate the change
   * @param random where fresh draws come from
   * @param monitor hears of finished scores and may cancel
   * @throws IllegalArgumentException if the trainer could not draw from the candidate, or a rollout
   *     was scored under another version of the plan
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   */
  public DryRunReport compare(
      RolloutBatch batch,
      PrinciplePlan plan,
      PlanChange candidate,
      RandomGenerator random,
      Monitor monitor) {
    CandidateGuideline rewrite = new CandidateGuideline(plan, candidate, sampling);
    List<Guideline> candidates = new ArrayList<>();
    List<RewardQuery> queries = new ArrayList<>();
    for (Rollout rollout : batch.rollouts()) {
      requireUnder(plan, rollout);
      Guideline after = rewrite.of(rollout.guideline(), rollout.prompt().kind(), random);
      boolean same = after.lines().equals(rollout.guideline().lines());
      candidates.add(after);
      queries.add(
          new RewardQuery(
              rollout.prompt(),
              texts.apply(rollout),
              same ? List.of(after) : List.of(rollout.guideline(), after)));
    }
    List<List<RewardScore>> scores = model.score(queries, monitor);
    List<Rescored> rescored = new ArrayList<>();
    for (int b = 0; b < candidates.size(); b++) {
      List<RewardScore> both = scores.get(b);
      rescored.add(
          new Rescored(
              batch.rollouts().get(b),
              candidates.get(b),
              both.get(0).value(),
              both.get(both.size() - 1).value()));
    }
    return new DryRunReport(rescored);
  }

  private static void requireUnder(PrinciplePlan plan, Rollout rollout) {
    if (rollout.trace().planVersion() != plan.version()) {
      throw new IllegalArgumentException(
          "plan of a rollout: expected version %d, found %d"
              .formatted(plan.version(), rollout.trace().planVersion()));
    }
  }
}
