package io.github.salmon4j.aquarium.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Maps numbers to places along a line of a chart.
 *
 * @param least the smallest number shown
 * @param most the largest number shown, above {@code least}
 * @param from where the smallest lies, in pixels
 * @param to where the largest lies, in pixels
 */
record Axis(double least, double most, double from, double to) {

  private static final int ABOUT = 5;

  /** {@return an axis that shows all numbers; one number alone gets room around it} */
  static Axis over(DoubleStream numbers, double from, double to) {
    var range = numbers.summaryStatistics();
    double least = range.getMin();
    double most = range.getMax();
    if (least == most) {
      double room = least == 0 ? 1 : Math.abs(least) / 2;
      return new Axis(least - room, most + room, from, to);
    }
    return new Axis(least, most, from, to);
  }

  double at(double number) {
    return from + (to - from) * ((number - least) / (most - least));
  }

  /** {@return about five round numbers on the axis: multiples of 1, 2 or 5 times a power of ten} */
  List<Double> ticks() {
    double step = step((most - least) / ABOUT);
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(least / step - 1e-9);
    long last = (long) Math.floor(most / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double step(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }
}
