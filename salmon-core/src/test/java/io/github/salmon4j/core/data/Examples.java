package io.github.salmon4j.core.data;

import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.StatedPrinciple;
import io.github.salmon4j.prompt.Prompt;
import io.github.salmon4j.prompt.PromptKind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary training examples whose texts are any Unicode. */
final class Examples {

  private static final Arbitrary<Integer> CHARACTERS =
      Arbitraries.oneOf(
          Arbitraries.integers().between(0, 0x7f),
          Arbitraries.of((int) '"', (int) '\\', (int) '\n', (int) '\r', 0, 0x2028, 0xfeff, 0x1f600),
          Arbitraries.integers().between(0, 0xd7ff),
          Arbitraries.integers().between(0xe000, Character.MAX_CODE_POINT));

  private Examples() {}

  static Arbitrary<String> texts() {
    return CHARACTERS
        .list()
        .ofMaxSize(30)
        .map(
            points ->
                new String(
                    points.stream().mapToInt(Integer::intValue).toArray(), 0, points.size()));
  }

  static Arbitrary<Preference> all() {
    Arbitrary<Guideline> guidelines =
        principles().list().ofMinSize(1).ofMaxSize(4).map(Guideline::new);
    return Combinators.combine(prompts(), texts(), texts(), guidelines, fractions())
        .as((p, a, b, g, f) -> new Preference(new ResponsePair(p, a, b), g, f));
  }

  static Arbitrary<Prompt> prompts() {
    Arbitrary<Double> multipliers =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, -0.0, -0.4, 1.0, Double.MIN_VALUE, Double.MAX_VALUE),
            Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite));
    return Combinators.combine(
            texts().filter(text -> !text.isBlank()), Arbitraries.of(PromptKind.class), multipliers)
        .as(Prompt::new);
  }

  private static Arbitrary<Double> fractions() {
    return Arbitraries.oneOf(
        Arbitraries.of(0.0, 1.0, 0.1, Math.nextDown(1.0), Double.MIN_VALUE),
        Arbitraries.longs().map(bits -> (bits >>> 11) * 0x1p-53));
  }

  private static Arbitrary<StatedPrinciple> principles() {
    Arbitrary<String> lines =
        texts().map(text -> "p" + text.replaceAll("[\\p{Cc}\\p{Cs}\\u2028\\u2029]", ""));
    Arbitrary<Double> weights =
        Arbitraries.longs()
            .map(bits -> Math.abs(Double.longBitsToDouble(bits)))
            .filter(weight -> weight > 0 && Double.isFinite(weight));
    return Combinators.combine(
            lines,
            lines,
            lines.optional(),
            weights,
            Arbitraries.of(PromptKind.class).set(),
            Arbitraries.of(Polarity.class))
        .as(
            (name, definition, negation, weight, kinds, polarity) ->
                negation
                    .map(text -> Principle.of(name, definition, text))
                    .orElseGet(() -> Principle.of(name, definition))
                    .withWeight(weight)
                    .withBoostFor(kinds.toArray(PromptKind[]::new))
                    .stated(negation.isPresent() ? polarity : Polarity.AFFIRMED));
  }
}
