package io.github.salmon4j.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;

/** Answers with given numbers in turn, and knows which kind of draw each is for. */
final class Scripted implements RandomGenerator {

  private final Number[] answers;
  private int next;

  private Scripted(Number[] answers) {
    this.answers = answers;
  }

  /** Integers answer nextInt, doubles nextDouble. */
  static Scripted of(Number... answers) {
    return new Scripted(answers);
  }

  void assertUsedUp() {
    assertEquals(answers.length, next, "numbers drawn");
  }

  @Override
  public int nextInt(int bound) {
    int answer = (Integer) answers[next++];
    assertTrue(answer >= 0 && answer < bound, answer + " below " + bound);
    return answer;
  }

  @Override
  public double nextDouble() {
    return (Double) answers[next++];
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only nextInt(bound) and nextDouble() are drawn");
  }
}
