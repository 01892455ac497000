package io.github.salmon4j.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Sizes against the ring they claim to be, with an expression tree as the reference. */
class DimPropertyTest {

  private static final List<String> SYMBOLS = List.of("A", "B", "T");

  /** A size, and the same size as the expression that made it. */
  private record Sample(Dim dim, Expression expression) {}

  /** The value of a size, given the values of A, B and T. */
  private interface Expression {
    long value(List<Long> symbols);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void plusAndTimes_swappedOperands_areEqual(@ForAll("dims") Sample a, @ForAll("dims") Sample b) {
    assertEquals(a.dim().plus(b.dim()), b.dim().plus(a.dim()));
    assertEquals(a.dim().times(b.dim()), b.dim().times(a.dim()));
    assertEquals(a.dim().plus(b.dim()).hashCode(), b.dim().plus(a.dim()).hashCode());
    assertEquals(a.dim().plus(b.dim()).toString(), b.dim().plus(a.dim()).toString());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void plusAndTimes_threeOperands_associate(
      @ForAll("dims") Sample a, @ForAll("dims") Sample b, @ForAll("dims") Sample c) {
    assertEquals(a.dim().plus(b.dim()).plus(c.dim()), a.dim().plus(b.dim().plus(c.dim())));
    assertEquals(a.dim().times(b.dim()).times(c.dim()), a.dim().times(b.dim().times(c.dim())));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void times_sum_distributes(
      @ForAll("dims") Sample a, @ForAll("dims") Sample b, @ForAll("dims") Sample c) {
    assertEquals(
        a.dim().times(b.dim().plus(c.dim())), a.dim().times(b.dim()).plus(a.dim().times(c.dim())));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void plusAndTimes_zeroAndOne_areNeutral(@ForAll("dims") Sample a) {
    assertEquals(a.dim(), a.dim().plus(Dim.of(0)));
    assertEquals(a.dim(), a.dim().times(Dim.of(1)));
    assertEquals(Dim.of(0), a.dim().times(Dim.of(0)));
  }

  /** Reads the printed normal form back with numbers for symbols. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void toString_numbersForSymbols_evaluatesToTheExpression(
      @ForAll("dims") Sample sample,
      @ForAll @LongRange(max = 9) long a,
      @ForAll @LongRange(max = 9) long b,
      @ForAll @LongRange(max = 9) long t) {
    List<Long> values = List.of(a, b, t);
    assertEquals(sample.expression().value(values), evaluate(sample.dim().toString(), values));
  }

  /** Two polynomials of small degree are one if they agree on a large enough grid. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void equals_twoSizes_meansEqualForAllSymbols(@ForAll("dims") Sample x, @ForAll("dims") Sample y) {
    boolean agree = true;
    for (long a = 0; a < 7; a++) {
      for (long b = 0; b < 7; b++) {
        for (long t = 0; t < 7; t++) {
          List<Long> values = List.of(a, b, t);
          agree &= x.expression().value(values) == y.expression().value(values);
        }
      }
    }
    assertEquals(agree, x.dim().equals(y.dim()), x.dim() + " and " + y.dim());
  }

  @Property
  void of_number_isKnown(@ForAll @LongRange(max = Long.MAX_VALUE) long size) {
    assertTrue(Dim.of(size).isKnown());
    assertEquals(size, Dim.of(size).size());
    assertEquals(Long.toString(size), Dim.of(size).toString());
  }

  @Property
  void of_negativeNumber_isRefused(@ForAll @LongRange(min = Long.MIN_VALUE, max = -1) long size) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Dim.of(size));
    assertEquals("size of an axis: expected 0 or more, found " + size, e.getMessage());
  }

  @Example
  void symbol_alone_isUnknown() {
    Dim symbol = Dim.symbol("B");
    assertFalse(symbol.isKnown());
    assertNotEquals(symbol, Dim.symbol("T"));
    assertThrows(IllegalStateException.class, symbol::size);
    assertTrue(symbol.times(Dim.of(0)).isKnown(), "nothing of a symbol is nothing");
  }

  /** Such names would make other sizes equal to theirs: "A*B" to A times B, "" to a number. */
  @Example
  void symbol_nameThatReadsAsAnExpression_isRefused() {
    for (String name : List.of("", " ", "A*B", "P+T", "3", "3A")) {
      assertThrows(IllegalArgumentException.class, () -> Dim.symbol(name), "'" + name + "'");
    }
  }

  @Example
  void plusAndTimes_overflow_isAnError() {
    Dim large = Dim.of(Long.MAX_VALUE);
    assertThrows(ArithmeticException.class, () -> large.plus(Dim.of(1)));
    assertThrows(ArithmeticException.class, () -> large.times(Dim.of(2)));
  }

  @Provide
  Arbitrary<Sample> dims() {
    Arbitrary<Sample> numbers =
        Arbitraries.longs().between(0, 4).map(n -> new Sample(Dim.of(n), symbols -> n));
    Arbitrary<Sample> symbols =
        Arbitraries.of(0, 1, 2).map(i -> new Sample(Dim.symbol(SYMBOLS.get(i)), s -> s.get(i)));
    Arbitrary<Sample> leaves = Arbitraries.oneOf(numbers, symbols);
    Arbitrary<Sample> products = Combinators.combine(leaves, leaves).as(DimPropertyTest::product);
    return Combinators.combine(products, leaves, products).as((a, b, c) -> sum(product(a, b), c));
  }

  private static Sample product(Sample a, Sample b) {
    return new Sample(
        a.dim().times(b.dim()), s -> a.expression().value(s) * b.expression().value(s));
  }

  private static Sample sum(Sample a, Sample b) {
    return new Sample(
        a.dim().plus(b.dim()), s -> a.expression().value(s) + b.expression().value(s));
  }

  private static long evaluate(String text, List<Long> values) {
    long sum = 0;
    for (String product : text.split("\\+", -1)) {
      long result = 1;
      for (String factor : product.split("\\*", -1)) {
        int symbol = SYMBOLS.indexOf(factor);
        result *= symbol < 0 ? Long.parseLong(factor) : values.get(symbol);
      }
      sum += result;
    }
    return sum;
  }
}
