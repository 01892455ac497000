package io.github.salmon4j.core.ppo;

import io.github.salmon4j.ppo.RatioReport;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.ValidTokens;

/** Adds up what the minibatches of one update did. */
final class UpdateTally {

  private int policyLosses;
  private double sumPolicyLoss;
  private RatioReport firstRatio = RatioReport.none();
  private RatioReport ratio = RatioReport.none();
  private int valueLosses;
  private double sumValueLoss;
  private double valueTokens;
  private double clippedValueTokens;
  private int steps;
  private double sumGradientNorm;

  void add(PolicyFindings found) {
    firstRatio = policyLosses == 0 ? found.ratio() : firstRatio;
    policyLosses++;
    sumPolicyLoss += found.loss();
    ratio = ratio.plus(found.ratio());
  }

  void add(ValueFindings found) {
    valueLosses++;
    sumValueLoss += found.loss();
    valueTokens += found.tokens();
    clippedValueTokens += found.clippedTokens();
  }

  void addStep(double gradientNorm) {
    steps++;
    sumGradientNorm += gradientNorm;
  }

  UpdateReport report(Experience experience) {
    return new UpdateReport(
        steps,
        sumPolicyLoss / Math.max(1, policyLosses),
        sumValueLoss / Math.max(1, valueLosses),
        firstRatio,
        ratio,
        clippedValueTokens / Math.max(1, valueTokens),
        ExplainedVariance.of(experience.values(), experience.returns(), experience.mask()),
        sampledEntropy(experience),
        sumGradientNorm / Math.max(1, steps));
  }

  private static double sampledEntropy(Experience experience) {
    ValidTokens mask = experience.mask();
    double sum = 0;
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        sum -= mask.counts(b, t) ? experience.logProbs().get(b, t) : 0;
      }
    }
    return sum / mask.count();
  }
}
