package io.github.salmon4j.core.ppo;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.advantage.AdvantageEstimate;
import io.github.salmon4j.core.advantage.AdvantageEstimation;
import io.github.salmon4j.core.advantage.AdvantageSettings;
import io.github.salmon4j.core.advantage.KlController;
import io.github.salmon4j.core.advantage.KlDivergence;
import io.github.salmon4j.core.advantage.KlEstimator;
import io.github.salmon4j.core.advantage.ScoredResponses;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.ppo.UpdateReport;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** PPO on tables, whole: collect, score, estimate, update, steer the divergence. */
final class TinyPpo {

  /** What is asked, how long an answer is, and how good one is. */
  record Task(List<TokenIds> prompts, int length, ToDoubleFunction<TokenSequence> score) {}

  /** What one step saw and did. */
  record Step(double meanScore, double divergence, UpdateReport update) {}

  private final TabularPolicy policy;
  private final TabularPolicy reference;
  private final TabularValues values;
  private final PpoUpdate update;
  private final Task task;
  private final RandomGenerator random;
  private KlController controller;

  TinyPpo(
      TabularPolicy policy,
      TabularPolicy reference,
      TabularValues values,
      Task task,
      PpoSettings settings,
      KlController controller,
      RandomGenerator random) {
    this.policy = policy;
    this.reference = reference;
    this.values = values;
    this.task = task;
    this.controller = controller;
    this.random = random;
    this.update = new PpoUpdate(learner(policy), learner(values), settings);
  }

  static Learner learner(TabularModel model) {
    return new Learner(model, new AdamW(List.of(model.table), AdamW.Settings.defaults()));
  }

  Step step(AdvantageSettings settings, double learningRate) {
    TokenBatch batch = collect();
    List<Double> scores =
        batch.sequences().stream().map(s -> task.score().applyAsDouble(s)).toList();
    ScoredResponses scored =
        new ScoredResponses(
            outputs(policy, batch),
            outputs(reference, batch),
            outputs(values, batch),
            scores,
            batch.validTokens());
    AdvantageEstimate estimate =
        AdvantageEstimation.estimate(scored, controller.coefficient(), settings);
    Experience experience =
        new Experience(
            batch, scored.logProbs(), scored.values(), estimate.advantages(), estimate.returns());
    UpdateReport report = update.update(experience, learningRate, random, Monitor.none());
    FloatMatrix k1 = KlEstimator.K1.perToken(scored.logProbs(), scored.references(), scored.mask());
    double divergence = KlDivergence.meanPerSequence(k1, scored.mask());
    controller = controller.next(divergence);
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new Step(mean, divergence, report);
  }

  private TokenBatch collect() {
    Stream<TokenIds> prompts = task.prompts().stream();
    return new TokenBatch(prompts.map(p -> policy.sample(p, task.length(), random)).toList());
  }

  private static FloatMatrix outputs(DifferentiableModel model, TokenBatch batch) {
    try (Pass pass = model.forward(batch)) {
      return pass.outputs();
    }
  }
}
