package io.github.salmon4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Repeated measurements of one number. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double smallest() {
    return Collections.min(values);
  }

  double largest() {
    return Collections.max(values);
  }

  /** {@return median, range and count, such as {@code 912.1 (880.0-951.3, n=5)}} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.1f (%.1f-%.1f, n=%d)", median(), smallest(), largest(), values.size());
  }

  /** {@return the same with three decimals, for small numbers} */
  String precise() {
    return String.format(
        Locale.ROOT, "%.3f (%.3f-%.3f, n=%d)", median(), smallest(), largest(), values.size());
  }

  String toJson() {
    List<String> texts =
        values.stream().map(value -> String.format(Locale.ROOT, "%.2f", value)).toList();
    return texts.toString();
  }
}
