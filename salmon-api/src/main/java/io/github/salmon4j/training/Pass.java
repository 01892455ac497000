package io.github.salmon4j.training;

/**
 * One forward pass that can be carried back once.
 *
 * <p>Whether it keeps activations or computes them again is the model's business. Close it whether
 * or not it was carried back.
 */
public interface Pass extends AutoCloseable {

  /**
   * {@return the outputs, in the batch's order: log-probabilities [B, T], values [B, T], or scores
   * [B, 1], as the model says; entries of padding are 0}
   */
  FloatMatrix outputs();

  /**
   * Adds to every parameter's gradient the derivative of a loss.
   *
   * @param gradient derivative of the loss with respect to {@link #outputs()}, the same shape;
   *     entries of padding are ignored
   * @throws IllegalArgumentException if the shape differs or an entry that counts is not finite; no
   *     parameter's gradient is changed
   * @throws IllegalStateException if the pass was carried back before or is closed
   */
  void backward(FloatMatrix gradient);

  /** Frees what the pass keeps. Closing twice has no effect. */
  @Override
  void close();
}
