package io.github.salmon4j.aquarium.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.report.Curve.Point;
import io.github.salmon4j.aquarium.report.Curve.Series;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CurveTest {

  @Test
  void ofSeeds_band_reachesFromLowestToHighest() {
    Series series =
        Series.ofSeeds(
            "a",
            List.of(1.0, 2.0),
            List.of(List.of(0.0, 5.0), List.of(3.0, 5.0), List.of(6.0, 2.0)));
    assertEquals(List.of(new Point(1, 3, 0, 6), new Point(2, 4, 2, 5)), series.points());
    assertTrue(series.hasBand());
  }

  @Test
  void of_line_hasNoBand() {
    Series series = Series.of("a", List.of(1.0), List.of(7.0));
    assertEquals(List.of(new Point(1, 7, 7, 7)), series.points());
    assertFalse(series.hasBand());
  }

  @Test
  void curve_badPoints_areRefused() {
    refused(
        "a: expected 2 numbers, found 1", () -> Series.of("a", List.of(1.0, 2.0), List.of(1.0)));
    refused(
        "a: expected x to ascend, found 1.0 at point 1",
        () -> Series.of("a", List.of(1.0, 1.0), List.of(1.0, 1.0)));
    refused("a: points: expected at least 1, found 0", () -> Series.of("a", List.of(), List.of()));
    refused(
        "a: seeds: expected at least 1, found 0",
        () -> Series.ofSeeds("a", List.of(1.0), List.of()));
    refused("series: expected at least 1, found 0", () -> new Curve("", "", "", List.of()));
    refused("y: expected a finite number, found NaN", () -> new Point(0, Double.NaN, 0, 0));
    refused("point: expected low <= y <= high, found 0.0, 2.0, 1.0", () -> new Point(0, 2, 0, 1));
    refused(
        "T: row 1: expected 2 texts, found 1",
        () -> new SampleTable("T", List.of("a", "b"), List.of(List.of("1", "2"), List.of("3"))));
  }

  @Test
  void ticks_anyRange_areRoundAndInside() {
    assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0), new Axis(0, 10, 0, 1).ticks());
    assertEquals(List.of(-0.5, 0.0, 0.5, 1.0), new Axis(-0.9, 1.3, 0, 1).ticks());
    assertEquals(List.of(1000.0, 1001.0, 1002.0), new Axis(999.5, 1002.4, 0, 1).ticks());
  }

  @Test
  void axis_numbers_growAlongIt() {
    Axis axis = new Axis(10, 20, 100, 0);
    assertEquals(100, axis.at(10));
    assertEquals(75, axis.at(12.5));
    assertEquals(0, axis.at(20));
  }

  private static void refused(String message, Executable bad) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, bad).getMessage());
  }
}
