package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.core.metrics.Metrics;
import io.github.salmon4j.ppo.PpoStepReport;
import io.github.salmon4j.ppo.RewardComponent;
import io.github.salmon4j.ppo.Rollout;
import io.github.salmon4j.ppo.RolloutBatch;
import io.github.salmon4j.ppo.StepOutcome;
import io.github.salmon4j.ppo.StepPhase;
import io.github.salmon4j.ppo.UpdateReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of a step of a run, under names that stay.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><th>name</th><th>what it is</th></tr>
 * <tr><td>{@code skipped}</td><td>1 if nothing was moved, else 0</td></tr>
 * <tr><td>{@code plan}</td><td>version of the principles</td></tr>
 * <tr><td>{@code learningRate}</td><td>of the step's optimizer steps</td></tr>
 * <tr><td>{@code divergence/penalty}</td><td>its coefficient, beta</td></tr>
 * <tr><td>{@code reward/total}</td><td>mean terminal reward, penalty not included</td></tr>
 * <tr><td>{@code reward/deviation}</td><td>its population deviation over the batch</td></tr>
 * <tr><td>{@code reward/<term>}</td><td>mean of a term, such as {@code reward/score}</td></tr>
 * <tr><td>{@code divergence/sequence}</td><td>mean over responses, in nats (k1, summed)</td></tr>
 * <tr><td>{@code divergence/token}</td><td>mean over tokens, in nats (k1)</td></tr>
 * <tr><td>{@code response/tokens}</td><td>mean length</td></tr>
 * <tr><td>{@code response/stopRate}</td><td>share that came to their end</td></tr>
 * <tr><td>{@code policy/entropy}</td><td>sampled, in nats a token</td></tr>
 * <tr><td>{@code policy/loss}</td><td>clipped surrogate</td></tr>
 * <tr><td>{@code policy/clipFraction}</td><td>share of ratios outside the clip range</td></tr>
 * <tr><td>{@code policy/movement}</td><td>divergence from the policy that sampled (k3)</td></tr>
 * <tr><td>{@code policy/firstMovement}</td><td>the same before it moved: should be 0</td></tr>
 * <tr><td>{@code value/loss}</td><td>weighted</td></tr>
 * <tr><td>{@code value/clipFraction}</td><td>share of tokens on which the clip decided</td></tr>
 * <tr><td>{@code value/explainedVariance}</td><td>of the returns, at most 1</td></tr>
 * <tr><td>{@code update/gradientNorm}</td><td>before clipping, mean</td></tr>
 * <tr><td>{@code update/steps}</td><td>optimizer steps</td></tr>
 * </table>
 *
 * <p>What a step did not come to is left out of its numbers.
 */
public final class PolicyMetrics {

  private PolicyMetrics() {}

  /**
   * {@return the numbers of a step}
   *
   * @param report what it did
   */
  public static Metrics of(PpoStepReport report) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("skipped", report.outcome() instanceof StepOutcome.Updated ? 0.0 : 1.0);
    values.put("plan", (double) report.planVersion());
    values.put("learningRate", report.learningRate());
    values.put("divergence/penalty", report.divergencePenalty());
    report.rollouts().ifPresent(batch -> put(batch, values));
    report.update().ifPresent(update -> put(update, values));
    return new Metrics(report.step(), values);
  }

  /**
   * {@return how long a step took: {@code seconds/generate}, {@code seconds/score}, {@code
   * seconds/reference}, {@code seconds/value}, {@code seconds/estimate}, {@code seconds/update} and
   * {@code seconds/total}; phases that it did not come to are left out}
   *
   * @param step the step
   */
  public static Metrics times(PolicyStep step) {
    Map<String, Double> values = new LinkedHashMap<>();
    double total = 0;
    for (StepPhase phase : StepPhase.values()) {
      if (step.seconds().containsKey(phase)) {
        double seconds = step.seconds().get(phase);
        values.put("seconds/" + phase.name().toLowerCase(Locale.ROOT), seconds);
        total += seconds;
      }
    }
    values.put("seconds/total", total);
    return new Metrics(step.report().step(), values);
  }

  private static void put(RolloutBatch batch, Map<String, Double> values) {
    double mean = batch.meanReward();
    values.put("reward/total", mean);
    values.put(
        "reward/deviation",
        Math.sqrt(
            batch.rollouts().stream()
                .mapToDouble(rollout -> Math.pow(rollout.totalReward() - mean, 2))
                .average()
                .orElseThrow()));
    int rows = batch.rollouts().size();
    for (Rollout rollout : batch.rollouts()) {
      for (RewardComponent term : rollout.reward()) {
        values.merge("reward/" + term.name(), term.value() / rows, Double::sum);
      }
    }
    values.put("divergence/sequence", batch.meanDivergence());
    double tokens = batch.meanLength();
    values.put("divergence/token", tokens == 0 ? 0 : batch.meanDivergence() / tokens);
    values.put("response/tokens", tokens);
    values.put("response/stopRate", batch.stopRate());
  }

  private static void put(UpdateReport update, Map<String, Double> values) {
    values.put("policy/entropy", update.entropy());
    values.put("policy/loss", update.policyLoss());
    values.put("policy/clipFraction", update.ratio().clipFraction());
    values.put("policy/movement", update.ratio().divergence());
    values.put("policy/firstMovement", update.firstRatio().divergence());
    values.put("value/loss", update.valueLoss());
    values.put("value/clipFraction", update.valueClipFraction());
    values.put("value/explainedVariance", update.explainedVariance());
    values.put("update/gradientNorm", update.gradientNorm());
    values.put("update/steps", (double) update.optimizerSteps());
  }
}
