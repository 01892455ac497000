package io.github.salmon4j.core.principles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import io.github.salmon4j.prompt.PromptKind;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PrincipleJsonPropertyTest {

  @Provide
  Arbitrary<PrincipleSet> sets() {
    Arbitrary<String> lines =
        Arbitraries.strings()
            .withChars("aZ \"\\/{}[]:,\u00E9\uFEFF\u200B")
            .withCharRange('\u0100', '\uD7FF')
            .ofMinLength(1)
            .ofMaxLength(12)
            .filter(text -> !text.isBlank() && !text.matches("(?s).*[\u2028\u2029].*"));
    Arbitrary<Double> weights =
        Arbitraries.longs()
            .map(Double::longBitsToDouble)
            .filter(weight -> weight > 0 && Double.isFinite(weight));
    Arbitrary<Set<PromptKind>> kinds = Arbitraries.of(PromptKind.class).set();
    Arbitrary<Principle> principles =
        Combinators.combine(lines, lines, lines.injectNull(0.3), weights, kinds)
            .as(PrincipleJsonPropertyTest::principle);
    return principles
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .uniqueElements(Principle::name)
        .map((List<Principle> list) -> PrincipleSet.of(list));
  }

  private static Principle principle(
      String name, String definition, String negation, double weight, Set<PromptKind> kinds) {
    Principle principle =
        negation == null
            ? Principle.of(name, definition)
            : Principle.of(name, definition, negation);
    return principle.withWeight(weight).withBoostFor(kinds.toArray(PromptKind[]::new));
  }

  @Property(tries = 500)
  void parseOfFormat_isTheSameSet(@ForAll("sets") PrincipleSet set) {
    PrincipleSet read = PrincipleJson.parse(PrincipleJson.format(set));
    assertEquals(set.contentHash(), read.contentHash());
    assertEquals(set.principles(), read.principles());
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "\"format\"",
            "\"salmon4j-principles-1\"",
            "\"principles\"",
            "\"name\"",
            "\"definition\"",
            "\"weight\"",
            "\"boostedFor\"",
            "1",
            "-",
            "null",
            "\n",
            "\uD800",
            "\"dimension\"")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2000)
  void parse_anyText_givesASetOrAClearError(@ForAll("almostJson") String text) {
    try {
      PrincipleJson.parse(text);
    } catch (IllegalArgumentException e) {
      assertEquals("principles: ", e.getMessage().substring(0, 12));
    }
  }
}
