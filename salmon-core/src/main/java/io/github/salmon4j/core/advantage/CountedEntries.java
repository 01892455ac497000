package io.github.salmon4j.core.advantage;

import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.NonFiniteException;
import io.github.salmon4j.training.ValidTokens;

/** Computes matrices where a mask counts, and nowhere else. */
final class CountedEntries {

  private CountedEntries() {}

  /** One entry of a matrix, computed in double. */
  @FunctionalInterface
  interface Entry {
    double at(int row, int column);
  }

  /**
   * {@return the matrix of these entries, [B, T]; 0 where the mask does not count}
   *
   * @throws NonFiniteException if an entry is not finite as a float
   */
  static FloatMatrix matrix(String what, ValidTokens mask, Entry entry) {
    int columns = mask.columns();
    float[] entries = new float[mask.rows() * columns];
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < columns; t++) {
        if (mask.counts(b, t)) {
          float stored = (float) entry.at(b, t);
          if (!Float.isFinite(stored)) {
            throw new NonFiniteException(what, b, t, stored);
          }
          entries[b * columns + t] = stored;
        }
      }
    }
    return FloatMatrix.of(mask.rows(), columns, entries);
  }

  /**
   * {@return the entries that count, row by row}
   *
   * @throws IllegalArgumentException if the shapes differ
   * @throws NonFiniteException if one is not finite
   */
  static double[] list(String what, FloatMatrix matrix, ValidTokens mask) {
    mask.requireFinite(what, matrix);
    double[] entries = new double[mask.count()];
    int size = 0;
    for (int b = 0; b < mask.rows(); b++) {
      for (int t = 0; t < mask.columns(); t++) {
        if (mask.counts(b, t)) {
          entries[size++] = matrix.get(b, t);
        }
      }
    }
    return entries;
  }
}
