package io.github.salmon4j.core.optimizer;

import io.github.salmon4j.training.Parameter;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Adam with decoupled weight decay, the optimizer of every SALMON stage.
 *
 * <pre>
 *   p = p (1 - lr lambda)
 *   m = beta1 m + (1 - beta1) g           v = beta2 v + (1 - beta2) g^2
 *   p = p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * <p>Symbols, per entry: {@code p} value, {@code g} gradient, {@code m} and {@code v} its first and
 * second moment, 0 at first; {@code lr} learning rate, {@code lambda} weight decay, {@code t} the
 * number of this step, from 1. Source: Loshchilov and Hutter 2019, algorithm 2, arXiv:1711.05101,
 * over Kingma and Ba 2015, algorithm 1, arXiv:1412.6980; no AMSGrad. As in PyTorch, the decay is
 * multiplied by the whole learning rate; in the paper by the schedule's factor alone. TensorFlow's
 * Adam, OpenAI's in lm-human-preferences, adds epsilon to {@code sqrt(v)} before the correction.
 *
 * <p>Precision: moments are stored, and entries computed, in float in PyTorch's order of
 * operations; what all entries of a step share is computed in double and rounded to float once. So,
 * again as in PyTorch, a decay {@code lr lambda} below 3e-8 a step is rounded away. No result
 * depends on the order of the parameters, on threads or on the machine.
 *
 * <p>The decay applies to every parameter: SALMON decays none. Who wants to exempt some gives them
 * an optimizer of their own and lets {@link GradientNorm} see the gradients of both first, so that
 * neither moves if one has a bad gradient.
 *
 * <p>Holds 8 bytes for each entry of a parameter; a step makes no copy.
 */
public final class AdamW {

  private final List<Moments> tensors = new ArrayList<>();
  private final Settings settings;
  private final Moments.Block block = new Moments.Block();
  private long steps;

  /**
   * An optimizer that has made no step.
   *
   * @param parameters what it moves, at least one; names are unique, and a parameter's values and
   *     gradient are writable and of one size
   * @param settings the settings
   * @throws IllegalArgumentException if a parameter is not so; nothing is changed
   */
  public AdamW(List<? extends Parameter> parameters, Settings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    Set<String> names = new HashSet<>();
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name())) {
        throw new IllegalArgumentException(
            "parameters: expected unique names, found twice " + parameter.name());
      }
      tensors.add(new Moments(parameter));
    }
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("parameters: expected at least 1, found 0");
    }
  }

  /**
   * {@return an optimizer that goes on where a saved one stopped, bit for bit}
   *
   * <p>Reads to the end of the stream and does not close it. Parameters are not touched: their
   * values belong to the checkpoint too, but not to this stream.
   *
   * @param parameters what it moves: the same names and sizes in the same order as when it was
   *     saved
   * @param settings the settings, which are not saved; bit for bit only if they are the same
   * @param in what {@link #save} wrote, and nothing behind it
   * @throws IllegalArgumentException if a parameter is not as the constructor or the saved state
   *     expects, or the stream is truncated, malformed, of another version or too long
   * @throws java.io.UncheckedIOException if the stream fails
   */
  public static AdamW restore(
      List<? extends Parameter> parameters, Settings settings, InputStream in) {
    Objects.requireNonNull(in, "in");
    AdamW optimizer = new AdamW(parameters, settings);
    optimizer.steps = AdamWState.read(in, optimizer.tensors);
    return optimizer;
  }

  /**
   * Moves the values along their gradients, then sets the gradients to 0.
   *
   * <p>With a learning rate of 0 no value changes but the moments do: a first step of a warm-up is
   * of use.
   *
   * @param learningRate {@code lr}, finite and 0 or more
   * @throws IllegalArgumentException if the learning rate is not
   * @throws ArithmeticException if a gradient is NaN, infinite or 1.8e19 or more, so that its
   *     square is not a finite float; names the first one. Values, gradients, moments and step
   *     count are as they were; {@link #clearGradients} skips the batch.
   */
  public void step(double learningRate) {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate: expected a finite number of 0 or more, found " + learningRate);
    }
    for (Moments tensor : tensors) {
      tensor.requireFiniteSquares(block);
    }
    AdamWStep step = AdamWStep.of(settings, learningRate, steps + 1);
    for (Moments tensor : tensors) {
      tensor.update(step, block);
    }
    steps++;
    clearGradients();
  }

  /** Sets every gradient to 0 and moves nothing. */
  public void clearGradients() {
    for (Moments tensor : tensors) {
      tensor.clearGradient(block);
    }
  }

  /** {@return how many steps were made, those before a restored state included} */
  public long steps() {
    return steps;
  }

  /**
   * Writes the moments and the step count, in blocks: 8 bytes for each entry of a parameter and a
   * few for each parameter. Flushes the stream and does not close it.
   *
   * <p>Gradients, which a step leaves at 0, values and settings are not written.
   *
   * @param out where to
   * @throws java.io.UncheckedIOException if the stream fails
   */
  public void save(OutputStream out) {
    AdamWState.write(Objects.requireNonNull(out, "out"), steps, tensors);
  }

  /**
   * How far and how steadily values move.
   *
   * @param beta1 share of the old first moment that is kept, from 0 to below 1; 0.9 in the released
   *     SALMON code, PyTorch and TRL
   * @param beta2 share of the old second moment that is kept, from 0 to below 1; 0.999 in the
   *     released SALMON code, PyTorch and TRL
   * @param epsilon added to the denominator, positive (as a float, too) and finite, in units of the
   *     gradient; 1e-8 in the released SALMON code, PyTorch and TRL
   * @param weightDecay {@code lambda}, finite and 0 or more; 0 in the released SALMON code and TRL,
   *     0.01 in PyTorch; the paper does not say
   */
  public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      requireShare("beta1", beta1);
      requireShare("beta2", beta2);
      if (!((float) epsilon > 0) || Float.isInfinite((float) epsilon)) {
        throw new IllegalArgumentException(
            "epsilon: expected a finite number above 0, found " + epsilon);
      }
      if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
        throw new IllegalArgumentException(
            "weight decay: expected a finite number of 0 or more, found " + weightDecay);
      }
    }

    /** {@return the released SALMON code's settings: 0.9, 0.999, 1e-8, no decay} */
    public static Settings defaults() {
      return new Settings(0.9, 0.999, 1e-8, 0);
    }

    private static void requireShare(String what, double share) {
      if (!(share >= 0 && share < 1)) {
        throw new IllegalArgumentException(what + ": expected 0 to below 1, found " + share);
      }
    }
  }
}
