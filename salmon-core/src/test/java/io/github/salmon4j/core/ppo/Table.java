package io.github.salmon4j.core.ppo;

import io.github.salmon4j.training.Parameter;
import java.nio.FloatBuffer;

/** The one parameter of a tabular model, [states, columns]. */
final class Table implements Parameter {

  private final String name;
  private final int columns;
  private final FloatBuffer values;
  private final FloatBuffer gradient;

  Table(String name, int states, int columns) {
    this.name = name;
    this.columns = columns;
    this.values = FloatBuffer.allocate(states * columns);
    this.gradient = FloatBuffer.allocate(states * columns);
  }

  float get(int state, int column) {
    return values.get(state * columns + column);
  }

  void set(int state, int column, double value) {
    values.put(state * columns + column, (float) value);
  }

  void addGradient(int state, int column, double amount) {
    int at = state * columns + column;
    gradient.put(at, (float) (gradient.get(at) + amount));
  }

  double[] row(int state) {
    double[] row = new double[columns];
    for (int c = 0; c < columns; c++) {
      row[c] = get(state, c);
    }
    return row;
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
