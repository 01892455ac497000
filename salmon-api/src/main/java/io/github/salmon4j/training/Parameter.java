package io.github.salmon4j.training;

import java.nio.FloatBuffer;

/**
 * A trainable tensor: its values and the gradient that backward passes have added up so far, each
 * in one buffer that lives as long as the model.
 *
 * <p>The model reads the values and adds to the gradient; an optimizer writes the values, in place,
 * and clears the gradient. Neither happens while the other runs: a training loop is one thread's.
 */
public interface Parameter {

  /** {@return the name, unique in its model and stable across releases, as in a checkpoint} */
  String name();

  /** {@return a view of the values, row-major; writing to it moves the model} */
  FloatBuffer values();

  /** {@return a view of the accumulated gradient, the same layout as the values} */
  FloatBuffer gradient();
}
