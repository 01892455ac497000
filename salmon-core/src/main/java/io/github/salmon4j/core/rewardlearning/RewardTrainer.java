package io.github.salmon4j.core.rewardlearning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.reward.ScoreNormalization;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.core.training.TrainingLoop;
import io.github.salmon4j.core.training.TrainingSettings;
import io.github.salmon4j.training.DifferentiableModel;
import java.util.List;

/**
 * Trains a reward model to order responses as preferences do (SALMON, section 3.3).
 *
 * <p>The two stages are two trainers of one model, each with an optimizer and settings of its own:
 *
 * <pre>{@code
 * RewardTrainingSettings plain = RewardTrainingSettings.preferencePretraining();
 * RewardTrainingSettings principled = RewardTrainingSettings.principleFineTuning();
 * new RewardTrainer(model, new AdamW(parameters, adam), plain, loop).train(human, ...);
 * new RewardTrainer(model, new AdamW(parameters, adam), principled, loop).train(own, ...);
 * }</pre>
 *
 * <p>The loss is {@link PairwiseLoss}; the learning rate falls along a cosine, as in the released
 * code. For one thread at a time.
 */
public final class RewardTrainer {

  private final TrainingLoop<EncodedPair, PreferenceReport> loop;
  private final ReferenceScores referenceScores;

  /**
   * A trainer of a model.
   *
   * @param model its outputs are scores [B, 1]; not closed here
   * @param optimizer moves all of the model's parameters
   * @param settings the settings of a stage; their limits are for encoding, before
   * @param loop what the run takes in memory and how often it is measured
   */
  public RewardTrainer(
      DifferentiableModel model,
      AdamW optimizer,
      RewardTrainingSettings settings,
      LoopSettings loop) {
    this.loop =
        new TrainingLoop<>(
            model,
            optimizer,
            new PreferenceObjective(new PairwiseLoss(settings.centeringCoefficient())),
            training(settings),
            loop);
    this.referenceScores = new ReferenceScores(model, loop.microBatch());
  }

  /**
   * Trains from a place to the end of the last epoch.
   *
   * @param data what to learn from and to measure on
   * @param from where to begin
   * @param listener hears of steps and evaluations
   * @param hook sees every place reached
   * @param monitor hears of each step and may cancel
   * @return the place behind the last step
   * @throws java.util.concurrent.CancellationException as {@link TrainingLoop#run} does
   * @throws ArithmeticException as {@link TrainingLoop#run} does
   * @throws IllegalArgumentException as {@link TrainingLoop#run} does
   */
  public TrainingCursor train(
      TrainingData<EncodedPair> data,
      TrainingCursor from,
      TrainingListener<PreferenceReport> listener,
      CheckpointHook hook,
      Monitor monitor) {
    return loop.run(data, from, listener, hook, monitor);
  }

  /**
   * {@return how well the model orders these pairs}
   *
   * @param pairs at least one
   * @param monitor hears of finished pairs and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws ArithmeticException if a score is not finite; names the pair
   * @throws IllegalArgumentException if there is no pair
   */
  public PreferenceReport evaluate(List<EncodedPair> pairs, Monitor monitor) {
    return loop.evaluate(pairs, monitor);
  }

  /**
   * {@return the level and the scale of the model's scores, to normalize later ones with: their
   * mean and unbiased deviation over reference inputs, such as the first policy's responses under
   * the guidelines of the run; the same for the same inputs in the same order}
   *
   * @param inputs at least two that score differently
   * @param monitor hears of finished inputs and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws io.github.salmon4j.training.NonFiniteException if a score is not finite; its row is
   *     that of the input
   * @throws IllegalArgumentException if the scores do not differ
   */
  public ScoreNormalization.Reference reference(List<EncodedInput> inputs, Monitor monitor) {
    return ScoreNormalization.Reference.of(referenceScores.of(inputs, monitor));
  }

  private static TrainingSettings training(RewardTrainingSettings settings) {
    return new TrainingSettings(
        settings.epochs(),
        settings.globalBatch(),
        settings.learningRate(),
        Decay.COSINE,
        new Warmup.Ratio(settings.warmupRatio()),
        settings.maxGradientNorm());
  }
}
