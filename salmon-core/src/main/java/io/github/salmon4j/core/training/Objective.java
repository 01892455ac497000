package io.github.salmon4j.core.training;

import io.github.salmon4j.core.loss.Loss;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.training.FloatMatrix;
import java.util.List;

/**
 * What a kind of example asks of a model: the sequences to run, the loss of what comes out, and how
 * to measure it.
 *
 * @param <E> type of an example
 * @param <R> what an evaluation reports
 */
public interface Objective<E, R extends EvaluationReport> {

  /**
   * {@return the sequences of an example: as many for each example, at least one}
   *
   * @param example the example
   */
  List<TokenSequence> sequences(E example);

  /**
   * {@return where an example is in the user's data, from 0, for messages}
   *
   * @param example the example
   */
  int source(E example);

  /**
   * {@return the loss of a batch, its weights made from the batch as a whole}
   *
   * @param batch the examples of an optimizer step
   */
  BatchLoss loss(List<E> batch);

  /** {@return a measurement of no example yet} */
  Measurement<E, R> measurement();

  /** The loss of one batch, taken part by part: the parts add up to the loss of the whole. */
  @FunctionalInterface
  interface BatchLoss {

    /**
     * {@return the part of some of the examples, and its gradient}
     *
     * @param examples their places in the batch, from 0
     * @param outputs what the model gives for their sequences, in order
     * @throws io.github.salmon4j.training.NonFiniteException if an output or the loss is not
     *     finite; its row is that of the outputs
     */
    Loss of(int[] examples, FloatMatrix outputs);
  }

  /**
   * A report in the making.
   *
   * @param <E> type of an example
   * @param <R> what it reports
   */
  interface Measurement<E, R> {

    /**
     * Takes some more examples.
     *
     * @param examples the examples
     * @param outputs what the model gives for their sequences, in order
     * @throws io.github.salmon4j.training.NonFiniteException if an output is not finite; its row is
     *     that of the outputs
     */
    void add(List<E> examples, FloatMatrix outputs);

    /** {@return what was measured, over at least one example} */
    R report();
  }
}
