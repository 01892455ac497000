package io.github.salmon4j.aquarium.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lines over a common axis, for a chart.
 *
 * @param title what the chart shows
 * @param xAxis what x is, with its unit
 * @param yAxis what y is, with its unit
 * @param series the lines, at least one; beyond six, line styles repeat
 */
public record Curve(String title, String xAxis, String yAxis, List<Series> series) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no series
   */
  public Curve {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(xAxis, "xAxis");
    Objects.requireNonNull(yAxis, "yAxis");
    series = List.copyOf(series);
    requireSome("series", series.size());
  }

  /**
   * A line, perhaps with a band around it.
   *
   * @param name its name in the legend
   * @param points at least one, x ascending
   */
  public record Series(String name, List<Point> points) {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no point, or x does not ascend
     */
    public Series {
      Objects.requireNonNull(name, "name");
      points = List.copyOf(points);
      requireSome(name + ": points", points.size());
      for (int i = 1; i < points.size(); i++) {
        if (!(points.get(i - 1).x() < points.get(i).x())) {
          throw new IllegalArgumentException(
              name + ": expected x to ascend, found " + points.get(i).x() + " at point " + i);
        }
      }
    }

    /**
     * {@return a line without a band}
     *
     * @param name its name in the legend
     * @param x where, ascending
     * @param y how high, one for each x
     */
    public static Series of(String name, List<Double> x, List<Double> y) {
      return ofSeeds(name, x, List.of(y));
    }

    /**
     * {@return the mean over seeds, in a band from the lowest to the highest seed}
     *
     * @param name its name in the legend
     * @param x where, ascending
     * @param seeds how high: for each seed, one for each x
     * @throws IllegalArgumentException if a seed has more or fewer numbers than {@code x}, or a
     *     number is not finite
     */
    public static Series ofSeeds(String name, List<Double> x, List<List<Double>> seeds) {
      requireSome(name + ": seeds", seeds.size());
      for (List<Double> seed : seeds) {
        if (seed.size() != x.size()) {
          throw new IllegalArgumentException(
              name + ": expected " + x.size() + " numbers, found " + seed.size());
        }
      }
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        int at = i;
        points.add(Point.over(x.get(i), seeds.stream().map(seed -> seed.get(at)).toList()));
      }
      return new Series(name, points);
    }

    boolean hasBand() {
      return points.stream().anyMatch(point -> point.low() < point.high());
    }
  }

  /**
   * A point of a line.
   *
   * @param x where, finite
   * @param y how high, finite
   * @param low lower edge of the band, at most y; y itself where there is none
   * @param high upper edge of the band, at least y
   */
  public record Point(double x, double y, double low, double high) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite or they are out of order
     */
    public Point {
      Finite.require("x", x);
      Finite.require("y", y);
      Finite.require("low", low);
      Finite.require("high", high);
      if (!(low <= y && y <= high)) {
        throw new IllegalArgumentException(
            "point: expected low <= y <= high, found " + low + ", " + y + ", " + high);
      }
    }

    static Point over(double x, List<Double> y) {
      double low = y.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
      double high = y.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      double mean = Interval.statistics(y).getMean();
      // Rounding may put the mean of equal numbers beside them.
      return new Point(x, Math.min(Math.max(mean, low), high), low, high);
    }
  }

  private static void requireSome(String what, int found) {
    if (found == 0) {
      throw new IllegalArgumentException(what + ": expected at least 1, found 0");
    }
  }
}
