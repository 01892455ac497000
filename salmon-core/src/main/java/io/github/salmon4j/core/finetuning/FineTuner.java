package io.github.salmon4j.core.finetuning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.training.CheckpointHook;
import io.github.salmon4j.core.training.LoopSettings;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.core.training.TrainingData;
import io.github.salmon4j.core.training.TrainingListener;
import io.github.salmon4j.core.training.TrainingLoop;
import io.github.salmon4j.training.DifferentiableModel;
import java.util.List;

/**
 * Trains a language model to answer as demonstrations do.
 *
 * <pre>{@code
 * EncodedDemonstrations encoded = encoder.encode(demonstrations);
 * FineTuner tuner = new FineTuner(model, optimizer, settings, new LoopSettings(4, 0));
 * tuner.train(
 *     TrainingData.of(encoded.examples()),
 *     TrainingCursor.start(42),
 *     TrainingListener.none(),
 *     CheckpointHook.none(),
 *     Monitor.none());
 * }</pre>
 *
 * <p>Source: SELF-ALIGN, principle engraving. The loss is {@link
 * io.github.salmon4j.core.loss.TokenLikelihood}, over answers alone. For one thread at a time.
 */
public final class FineTuner {

  private final TrainingLoop<EncodedDemonstration, LikelihoodReport> loop;

  /**
   * A trainer of a model.
   *
   * @param model its outputs are log-probabilities [B, T] of the response tokens; not closed here
   * @param optimizer moves all of the model's parameters
   * @param settings how the model learns
   * @param loop what the run takes in memory and how often it is measured
   */
  public FineTuner(
      DifferentiableModel model, AdamW optimizer, FineTuningSettings settings, LoopSettings loop) {
    this.loop =
        new TrainingLoop<>(
            model,
            optimizer,
            new LikelihoodObjective(settings.aggregation()),
            settings.training(),
            loop);
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
      TrainingData<EncodedDemonstration> data,
      TrainingCursor from,
      TrainingListener<LikelihoodReport> listener,
      CheckpointHook hook,
      Monitor monitor) {
    return loop.run(data, from, listener, hook, monitor);
  }

  /**
   * {@return how likely the model finds the answers of these demonstrations}
   *
   * @param examples at least one
   * @param monitor hears of finished examples and may cancel
   * @throws java.util.concurrent.CancellationException if the monitor cancels
   * @throws ArithmeticException if a log-probability is not finite; names the example
   * @throws IllegalArgumentException if there is no example
   */
  public LikelihoodReport evaluate(List<EncodedDemonstration> examples, Monitor monitor) {
    return loop.evaluate(examples, monitor);
  }
}
