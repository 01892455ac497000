package io.github.salmon4j.core.policylearning;

import io.github.salmon4j.training.Parameter;
import java.nio.FloatBuffer;

/** A parameter in plain memory, [rows, columns]. */
final class Weights implements Parameter {

  private final String name;
  private final int columns;
  private final FloatBuffer values;
  private final FloatBuffer gradient;

  Weights(String name, int rows, int columns) {
    this.name = name;
    this.columns = columns;
    this.values = FloatBuffer.allocate(rows * columns);
    this.gradient = FloatBuffer.allocate(rows * columns);
  }

  float get(int row, int column) {
    return values.get(row * columns + column);
  }

  void set(int row, int column, double value) {
    values.put(row * columns + column, (float) value);
  }

  void addGradient(int row, int column, double amount) {
    int at = row * columns + column;
    gradient.put(at, (float) (gradient.get(at) + amount));
  }

  float[] copy() {
    return values.array().clone();
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
