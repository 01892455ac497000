package io.github.salmon4j.core.optimizer;

import io.github.salmon4j.training.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;

/** A parameter without a model. */
record TestParameter(String name, FloatBuffer values, FloatBuffer gradient) implements Parameter {

  /** Values on the heap, gradient 0. */
  static TestParameter of(String name, float... values) {
    return new TestParameter(
        name, FloatBuffer.wrap(values.clone()), FloatBuffer.allocate(values.length));
  }

  /** Normal values in native memory, gradient 0. */
  static TestParameter direct(String name, int size, Random random) {
    TestParameter parameter = new TestParameter(name, direct(size), direct(size));
    for (int i = 0; i < size; i++) {
      parameter.values.put(i, (float) random.nextGaussian());
    }
    return parameter;
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  TestParameter withGradient(float... entries) {
    gradient.put(0, entries);
    return this;
  }

  /** Normal entries of this size are added to the gradient. */
  void addGradient(Random random, double size) {
    for (int i = 0; i < gradient.limit(); i++) {
      gradient.put(i, (float) (gradient.get(i) + size * random.nextGaussian()));
    }
  }

  float[] valuesArray() {
    return array(values);
  }

  float[] gradientArray() {
    return array(gradient);
  }

  private static float[] array(FloatBuffer buffer) {
    float[] array = new float[buffer.limit()];
    buffer.get(0, array);
    return array;
  }
}
