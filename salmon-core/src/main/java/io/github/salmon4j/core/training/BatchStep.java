package io.github.salmon4j.core.training;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.Parameter;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.List;

/**
 * One optimizer step: the gradients of a batch's micro-batches are added up, clipped as one vector,
 * and followed. If anything fails, parameters and optimizer stay as they were and gradients are 0.
 */
final class BatchStep {

  private final DifferentiableModel model;
  private final AdamW optimizer;
  private final double maxGradientNorm;

  BatchStep(DifferentiableModel model, AdamW optimizer, double maxGradientNorm) {
    this.model = model;
    this.optimizer = optimizer;
    this.maxGradientNorm = maxGradientNorm;
  }

  /**
   * What a step found.
   *
   * @param loss loss of the batch before the step
   * @param gradientNorm norm before clipping
   * @param tokens tokens that the model read
   */
  record Totals(double loss, double gradientNorm, long tokens) {}

  /** Makes a step; an exception names the examples. */
  <E> Totals take(List<MicroBatch<E>> parts, Objective.BatchLoss batchLoss, double learningRate) {
    try {
      optimizer.clearGradients();
      double loss = 0;
      long tokens = 0;
      for (MicroBatch<E> part : parts) {
        TokenBatch sequences = part.sequences();
        loss += backward(part, sequences, batchLoss);
        tokens += sequences.sequences().stream().mapToLong(s -> s.size()).sum();
      }
      return new Totals(loss, follow(parts, batchLoss, learningRate), tokens);
    } catch (RuntimeException e) {
      optimizer.clearGradients();
      throw e;
    }
  }

  private double backward(MicroBatch<?> part, TokenBatch sequences, Objective.BatchLoss batchLoss) {
    try (Pass pass = model.forward(sequences)) {
      Loss loss = batchLoss.of(part.places(), pass.outputs());
      pass.backward(loss.gradient());
      return loss.value();
    } catch (NonFiniteException e) {
      throw part.located(e);
    }
  }

  /** {@return the norm of the gradient before it was clipped} */
  private <E> double follow(
      List<MicroBatch<E>> parts, Objective.BatchLoss batchLoss, double learningRate) {
    try {
      double norm = clip(model.parameters());
      optimizer.step(learningRate);
      return norm;
    } catch (ArithmeticException e) {
      throw Findings.at(culprits(parts, batchLoss), e);
    }
  }

  private double clip(List<Parameter> parameters) {
    return Double.isInfinite(maxGradientNorm)
        ? GradientNorm.l2(parameters)
        : GradientNorm.clipInPlace(parameters, maxGradientNorm);
  }

  /** Carries each micro-batch back once more, alone, to find out whose gradient it is. */
  private <E> String culprits(List<MicroBatch<E>> parts, Objective.BatchLoss batchLoss) {
    for (MicroBatch<E> part : parts) {
      optimizer.clearGradients();
      backward(part, part.sequences(), batchLoss);
      try {
        GradientNorm.l2(model.parameters());
      } catch (ArithmeticException found) {
        return Findings.name(part.examples(), part.objective());
      }
    }
    return Findings.name(
        parts.stream().flatMap(part -> part.examples().stream()).toList(),
        parts.get(0).objective());
  }
}
