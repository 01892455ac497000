package io.github.salmon4j.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RunSeedTest {

  private static final RunSeed SEED = new RunSeed(42);

  private static long first(RunSeed seed, String purpose, long step) {
    return seed.generator(purpose, step).nextLong();
  }

  /** The formula, computed in Python: a new platform must not change what old runs drew. */
  @Test
  void generator_firstNumbers_areThoseOfTheFormula() {
    RandomGenerator random = SEED.generator("sampling", 7);
    assertEquals(-532892252547135862L, random.nextLong());
    assertEquals(6110361263722840919L, random.nextLong());
  }

  @Test
  void generator_again_beginsAtTheBeginning() {
    RandomGenerator one = SEED.generator("sampling", 7);
    RandomGenerator two = new RunSeed(42).generator("sampling", 7);
    for (int i = 0; i < 1000; i++) {
      assertEquals(one.nextDouble(), two.nextDouble());
    }
  }

  @Test
  void generator_otherSeedPurposeOrStep_isAnother() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = -50; seed < 50; seed++) {
      for (long step = 0; step < 50; step++) {
        firsts.add(first(new RunSeed(seed), "sampling", step));
        firsts.add(first(new RunSeed(seed), "sampling2", step));
      }
    }
    assertEquals(100 * 50 * 2, firsts.size());
    assertNotEquals(first(SEED, "", 7), first(SEED, "7", 0));
  }

  /** A generator that runs through the sequence of another one, shifted, would be found here. */
  @Test
  void generator_ofEachStep_sharesNoNumbers() {
    Set<Long> numbers = new HashSet<>();
    for (int step = 0; step < 100; step++) {
      RandomGenerator random = SEED.generator("sampling", step);
      for (int i = 0; i < 1000; i++) {
        numbers.add(random.nextLong());
      }
    }
    assertEquals(100 * 1000, numbers.size());
  }

  @Test
  void generator_meanAndVarianceOfFirstNumbers_areThoseOfTheUniformDistribution() {
    int count = 20_000;
    double sum = 0;
    double squares = 0;
    for (int step = 0; step < count; step++) {
      double value = SEED.generator("sampling", step).nextDouble() - 0.5;
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / count, 5 * Math.sqrt(1.0 / 12 / count));
    assertEquals(1.0 / 12, squares / count, 5 * Math.sqrt(1.0 / 180 / count));
  }

  @Test
  void generator_nullPurpose_isRefused() {
    assertThrows(NullPointerException.class, () -> SEED.generator(null, 0));
  }
}
