package io.github.salmon4j.principle;

import io.github.salmon4j.prompt.PromptKind;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The library's own principle: nothing but its components, checked. */
record PlainPrinciple(
    String name,
    String definition,
    Optional<String> negation,
    double weight,
    Set<PromptKind> boostedFor)
    implements Principle {

  PlainPrinciple {
    boostedFor = Set.copyOf(boostedFor);
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(negation, "negation");
    PrincipleRules.check(name, definition, negation, weight);
  }
}
