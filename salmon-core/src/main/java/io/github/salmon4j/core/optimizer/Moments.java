package io.github.salmon4j.core.optimizer;

import io.github.salmon4j.training.Parameter;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A parameter of {@link AdamW} with the two moments of its gradient. */
final class Moments {

  final String name;
  final float[] first;
  final float[] second;
  private final FloatBuffer values;
  private final FloatBuffer gradient;

  Moments(Parameter parameter) {
    name = parameter.name();
    values = parameter.values().duplicate();
    gradient = parameter.gradient().duplicate();
    if (gradient.limit() != values.limit()) {
      throw new IllegalArgumentException(
          "gradient of %s: expected %d entries as the values have, found %d"
              .formatted(name, values.limit(), gradient.limit()));
    }
    if (values.isReadOnly() || gradient.isReadOnly()) {
      throw new IllegalArgumentException(
          "parameter " + name + ": expected writable buffers, found a read-only one");
    }
    first = new float[values.limit()];
    second = new float[values.limit()];
  }

  /** Squares that are finite floats keep the second moment, a mean of them, finite for good. */
  void requireFiniteSquares(Block block) {
    for (int from = 0; from < first.length; from += Block.LENGTH) {
      int count = Math.min(Block.LENGTH, first.length - from);
      gradient.get(from, block.gradient, 0, count);
      for (int i = 0; i < count; i++) {
        float g = block.gradient[i];
        if (!Float.isFinite(g * g)) {
          throw new ArithmeticException(
              "gradient of %s[%d]: expected a number with a finite square, found %s"
                  .formatted(name, from + i, g));
        }
      }
    }
  }

  void update(AdamWStep step, Block block) {
    for (int from = 0; from < first.length; from += Block.LENGTH) {
      int count = Math.min(Block.LENGTH, first.length - from);
      values.get(from, block.values, 0, count);
      gradient.get(from, block.gradient, 0, count);
      System.arraycopy(first, from, block.first, 0, count);
      System.arraycopy(second, from, block.second, 0, count);
      step.update(block.values, block.gradient, block.first, block.second, count);
      values.put(from, block.values, 0, count);
      System.arraycopy(block.first, 0, first, from, count);
      System.arraycopy(block.second, 0, second, from, count);
    }
  }

  void clearGradient(Block block) {
    Arrays.fill(block.gradient, 0);
    for (int from = 0; from < first.length; from += Block.LENGTH) {
      gradient.put(from, block.gradient, 0, Math.min(Block.LENGTH, first.length - from));
    }
  }

  /**
   * Room for part of a parameter. The JIT compiler vectorizes the formulas over arrays that are all
   * indexed from 0, and only over those: a step then takes half as long, copies included.
   */
  static final class Block {
    static final int LENGTH = 4096;
    final float[] values = new float[LENGTH];
    final float[] gradient = new float[LENGTH];
    final float[] first = new float[LENGTH];
    final float[] second = new float[LENGTH];
  }
}
