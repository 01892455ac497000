package io.github.salmon4j.core.training;

import io.github.salmon4j.training.Parameter;
import java.nio.FloatBuffer;

/** A tensor on the heap, gradient 0. */
public final class ToyParameter implements Parameter {

  private final String name;
  private final FloatBuffer values;
  private final FloatBuffer gradient;

  public ToyParameter(String name, float... values) {
    this.name = name;
    this.values = FloatBuffer.wrap(values.clone());
    this.gradient = FloatBuffer.allocate(values.length);
  }

  public float get(int at) {
    return values.get(at);
  }

  public void set(int at, double value) {
    values.put(at, (float) value);
  }

  /** Adds in float, entry by entry: the order of the additions is that of the tokens alone. */
  void add(int at, double amount) {
    gradient.put(at, (float) (gradient.get(at) + amount));
  }

  public float[] copy() {
    return values.array().clone();
  }

  public float[] gradientCopy() {
    return gradient.array().clone();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FloatBuffer values() {
    return values.duplicate();
  }

  @Override
  public FloatBuffer gradient() {
    return gradient.duplicate();
  }
}
