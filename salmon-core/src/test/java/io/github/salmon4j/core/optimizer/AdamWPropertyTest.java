package io.github.salmon4j.core.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AdamWPropertyTest {

  private static final AdamW.Settings DECAYING = new AdamW.Settings(0.9, 0.99, 1e-6, 0.01);

  @Property(tries = 50)
  void savedAndRestored_goesOnBitForBit(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 8) int before,
      @ForAll @IntRange(min = 0, max = 8) int after) {
    List<TestParameter> whole = parameters(seed);
    List<TestParameter> halves = parameters(seed);
    AdamW uninterrupted = new AdamW(whole, DECAYING);
    run(uninterrupted, whole, seed, 0, before + after);
    AdamW first = new AdamW(halves, DECAYING);
    run(first, halves, seed, 0, before);
    AdamW second = AdamW.restore(halves, DECAYING, new ByteArrayInputStream(saved(first)));
    run(second, halves, seed, before, before + after);
    assertSameBits(whole, halves);
    assertArrayEquals(saved(uninterrupted), saved(second));
  }

  @Property(tries = 50)
  void orderOfParameters_doesNotMatter(@ForAll long seed) {
    List<TestParameter> ordered = parameters(seed);
    List<TestParameter> mixed = parameters(seed);
    List<TestParameter> permuted = new ArrayList<>(mixed);
    Collections.shuffle(permuted, new Random(seed));
    run(new AdamW(ordered, DECAYING), ordered, seed, 0, 5);
    run(new AdamW(permuted, DECAYING), mixed, seed, 0, 5);
    assertSameBits(ordered, mixed);
  }

  @Property(tries = 50)
  void zeroGradient_withoutDecay_movesNothing(@ForAll long seed) {
    List<TestParameter> parameters = parameters(seed);
    parameters.get(1).values().put(0, -0.0f);
    List<float[]> before = parameters.stream().map(TestParameter::valuesArray).toList();
    AdamW optimizer = new AdamW(parameters, AdamW.Settings.defaults());
    optimizer.step(0.1);
    optimizer.step(0.1);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(bits(before.get(i)), bits(parameters.get(i).valuesArray()));
    }
  }

  @Property(tries = 50)
  void scaledGradient_takesTheSameSteps(
      @ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
    AdamW.Settings settings = new AdamW.Settings(0.9, 0.99, 1e-30, 0);
    TestParameter plain = TestParameter.of("p", 1, 2, 3);
    TestParameter scaled = TestParameter.of("p", 1, 2, 3);
    AdamW first = new AdamW(List.of(plain), settings);
    AdamW second = new AdamW(List.of(scaled), settings);
    Random random = new Random(seed);
    Random same = new Random(seed);
    for (int step = 0; step < 5; step++) {
      plain.addGradient(random, 1);
      scaled.addGradient(same, Math.scalb(1.0, power));
      first.step(0.1);
      second.step(0.1);
    }
    assertArrayEquals(plain.valuesArray(), scaled.valuesArray(), 1e-6f);
  }

  /** Sizes below, at and above the length of a block, on the heap and off it, and empty. */
  private static List<TestParameter> parameters(long seed) {
    Random random = new Random(seed);
    return List.of(
        TestParameter.direct("a", 4097, random),
        TestParameter.of("b", 1, -2, 3),
        TestParameter.direct("c", 4096, random),
        TestParameter.of("d"),
        TestParameter.direct("e", 8200, random));
  }

  private static void run(
      AdamW optimizer, List<TestParameter> parameters, long seed, int from, int to) {
    for (int step = from; step < to; step++) {
      for (TestParameter p : parameters) {
        p.addGradient(new Random(seed + 31L * step + p.name().hashCode()), 1);
      }
      optimizer.step(0.01 * (step + 1));
    }
  }

  private static byte[] saved(AdamW optimizer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    optimizer.save(out);
    return out.toByteArray();
  }

  private static void assertSameBits(List<TestParameter> expected, List<TestParameter> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(bits(expected.get(i).valuesArray()), bits(found.get(i).valuesArray()));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
