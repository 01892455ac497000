package io.github.salmon4j.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The size of one axis: a number, a symbol such as {@code B}, or a sum of products of them such as
 * {@code P + T} or {@code 3*B*T}.
 *
 * <p>A polynomial with integer coefficients is kept in one normal form, so two sizes that are equal
 * for all values of their symbols are equal objects. Immutable.
 */
public final class Dim {

  /** Coefficient of each product of symbols, by its sorted symbols; the number has no symbols. */
  private final SortedMap<List<String>, Long> terms;

  private Dim(SortedMap<List<String>, Long> terms) {
    terms.values().removeIf(coefficient -> coefficient == 0);
    this.terms = terms;
  }

  /**
   * {@return a known size}
   *
   * @param size 0 or more
   * @throws IllegalArgumentException if the size is negative
   */
  public static Dim of(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size of an axis: expected 0 or more, found " + size);
    }
    return term(List.of(), size);
  }

  /**
   * {@return a size that is known only when a graph runs}
   *
   * @param name its name, such as {@code B}: a letter, then letters, digits and underscores
   * @throws IllegalArgumentException if it is no such name
   */
  public static Dim symbol(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "size of an axis: expected a name such as B, found '" + name + "'");
    }
    return term(List.of(name), 1);
  }

  /**
   * {@return the sum of two sizes}
   *
   * @param other the other size
   */
  public Dim plus(Dim other) {
    SortedMap<List<String>, Long> sum = emptyTerms();
    sum.putAll(terms);
    other.terms.forEach((symbols, coefficient) -> sum.merge(symbols, coefficient, Math::addExact));
    return new Dim(sum);
  }

  /**
   * {@return the product of two sizes}
   *
   * @param other the other size
   */
  public Dim times(Dim other) {
    SortedMap<List<String>, Long> product = emptyTerms();
    for (Map.Entry<List<String>, Long> a : terms.entrySet()) {
      for (Map.Entry<List<String>, Long> b : other.terms.entrySet()) {
        List<String> symbols = new ArrayList<>(a.getKey());
        symbols.addAll(b.getKey());
        Collections.sort(symbols);
        long coefficient = Math.multiplyExact(a.getValue(), b.getValue());
        product.merge(List.copyOf(symbols), coefficient, Math::addExact);
      }
    }
    return new Dim(product);
  }

  /** {@return whether the size is a number} */
  public boolean isKnown() {
    return terms.isEmpty() || (terms.size() == 1 && terms.firstKey().isEmpty());
  }

  /**
   * {@return the number}
   *
   * @throws IllegalStateException if the size has symbols
   */
  public long size() {
    if (!isKnown()) {
      throw new IllegalStateException("size of an axis: expected a number, found " + this);
    }
    return terms.getOrDefault(List.<String>of(), 0L);
  }

  /**
   * {@return the size for these sizes of its symbols}
   *
   * @param sizes the size of each symbol
   * @throws IllegalArgumentException if a symbol has none
   */
  public long at(Map<String, Long> sizes) {
    long sum = 0;
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      long product = term.getValue();
      for (String symbol : term.getKey()) {
        Long size = sizes.get(symbol);
        if (size == null) {
          throw new IllegalArgumentException(
              "size of " + symbol + ": expected one in " + sizes + ", found none");
        }
        product = Math.multiplyExact(product, size);
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim that && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    List<String> texts = new ArrayList<>();
    terms.forEach(
        (symbols, coefficient) -> {
          String product = String.join("*", symbols);
          if (symbols.isEmpty()) {
            texts.add(coefficient.toString());
          } else {
            texts.add(coefficient == 1 ? product : coefficient + "*" + product);
          }
        });
    return String.join("+", texts);
  }

  private static Dim term(List<String> symbols, long coefficient) {
    SortedMap<List<String>, Long> one = emptyTerms();
    one.put(symbols, coefficient);
    return new Dim(one);
  }

  private static SortedMap<List<String>, Long> emptyTerms() {
    return new TreeMap<>((a, b) -> String.join("*", a).compareTo(String.join("*", b)));
  }
}
