package io.github.salmon4j.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.core.calibration.SubsetSize.All;
import io.github.salmon4j.core.calibration.SubsetSize.Fixed;
import io.github.salmon4j.core.calibration.SubsetSize.Geometric;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubsetSizeTest {

  private static final double[] RELEASED = {
    0.240319, 0.192255, 0.153804, 0.123043, 0.098435, 0.078748, 0.062998, 0.050399
  };

  /** The smallest uniform number that draws more than n, found by halving. */
  private static double cumulated(SubsetSize size, int available, int n) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (size.draw(available, Scripted.of(middle)) > n) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  @Test
  void geometric_hasTheProbabilitiesOfTheReleasedCode() {
    SubsetSize size = new Geometric(0.2);
    double mean = 0;
    for (int n = 1; n <= 8; n++) {
      double probability = cumulated(size, 8, n) - cumulated(size, 8, n - 1);
      assertEquals(RELEASED[n - 1], probability, 1e-6);
      assertEquals(Math.pow(0.8, n - 1) * 0.2 / 0.83222784, probability, 1e-12);
      mean += n * probability;
    }
    assertEquals(3.38725, mean, 1e-5);
    assertEquals(0.832228, 0.2 / cumulated(size, 8, 1), 1e-6);
  }

  @Test
  void geometric_drawsAsRejectionDoes() {
    int draws = 200_000;
    int[] counts = new int[9];
    RandomGenerator random = new SplittableRandom(20231009);
    for (int i = 0; i < draws; i++) {
      counts[new Geometric(0.2).draw(8, random)]++;
    }
    for (int n = 1; n <= 8; n++) {
      BinomialDistribution expected = new BinomialDistribution(draws, RELEASED[n - 1]);
      double below = expected.cumulativeProbability(counts[n]);
      assertTrue(below > 1e-6 && below < 1 - 1e-6, n + ": " + counts[n]);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-12, 0.01, 0.2, 0.5, 0.999, 1})
  void geometric_atBothEnds_staysInRange(double success) {
    for (int available = 1; available < 40; available++) {
      SubsetSize size = new Geometric(success);
      assertEquals(1, size.draw(available, Scripted.of(0.0)));
      int most = size.draw(available, Scripted.of(Math.nextDown(1.0)));
      assertTrue(most >= 1 && most <= available, most + " of " + available);
    }
  }

  @Test
  void geometric_extremeProbabilities_areUniformOrOne() {
    assertEquals(1, new Geometric(1).draw(8, Scripted.of(0.999)));
    for (int n = 1; n <= 8; n++) {
      assertEquals(n / 8.0, cumulated(new Geometric(1e-12), 8, n), 1e-9);
    }
  }

  @Test
  void fixedAndAll_drawNothing() {
    assertEquals(3, new Fixed(3).draw(3, Scripted.of()));
    assertEquals(7, new All().draw(7, Scripted.of()));
    assertEquals(3, new Fixed(3).least());
    assertEquals(1, new All().least());
  }

  @Test
  void badInput_isNamed() {
    assertMessage(
        "principles: expected at least 4, found 3", () -> new Fixed(4).draw(3, Scripted.of()));
    assertMessage(
        "principles: expected at least 1, found 0",
        () -> new Geometric(.2).draw(0, Scripted.of(.5)));
    assertMessage(
        "principles: expected at least 1, found 0", () -> new All().draw(0, Scripted.of()));
    assertThrows(NullPointerException.class, () -> new All().draw(1, null));
    assertThrows(NullPointerException.class, () -> new Fixed(1).draw(1, null));
    assertMessage("subset size: expected 1 or more, found 0", () -> new Fixed(0));
    for (double success : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertMessage(
          "geometric success probability: expected above 0, at most 1, found " + success,
          () -> new Geometric(success));
    }
  }

  private static void assertMessage(
      String expected, org.junit.jupiter.api.function.Executable action) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
