package io.github.salmon4j.training;

import java.util.List;

/**
 * A model with parameters to train. It knows no loss: see the package for the loop around it.
 *
 * <p>A policy's outputs are log-probabilities [B, T] of the response tokens; a value model's are
 * values [B, T], entry t before response token t is emitted; a reward model's are scores [B, 1],
 * read at the last token of each sequence.
 */
public interface DifferentiableModel extends AutoCloseable {

  /**
   * {@return a pass over these sequences}
   *
   * @param batch the sequences, B of them
   * @throws IllegalArgumentException if a sequence does not fit the model
   * @throws IllegalStateException if the model is closed
   */
  Pass forward(TokenBatch batch);

  /** {@return the parameters to train, always the same ones in the same order} */
  List<Parameter> parameters();

  /** Frees the model. Closing twice has no effect. */
  @Override
  void close();
}
