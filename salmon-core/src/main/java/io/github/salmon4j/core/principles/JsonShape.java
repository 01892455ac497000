package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How one principle is laid out as a JSON object: two vocabularies for the same things. */
enum JsonShape {
  /** This library's keys. */
  OWN("name", "negation"),
  /** The keys that users of the released SALMON code have; it knows no explicit boosts. */
  RELEASED("dimension", "negative_definition");

  static final String FORMAT = "format";
  static final String PRINCIPLES = "principles";

  /** The keys of a document of ours, all required. */
  static final List<String> DOCUMENT = List.of(FORMAT, PRINCIPLES);

  /** Marks a document as ours and says which layout it has. */
  static final String FORMAT_1 = "salmon4j-principles-1";

  static final String DEFINITION = "definition";
  static final String WEIGHT = "weight";
  static final String BOOSTED_FOR = "boostedFor";

  final String name;
  final String negation;

  JsonShape(String name, String negation) {
    this.name = name;
    this.negation = negation;
  }

  /** {@return every key that may occur} */
  List<String> keys() {
    return this == OWN
        ? List.of(name, DEFINITION, negation, WEIGHT, BOOSTED_FOR)
        : List.of(name, DEFINITION, negation, WEIGHT);
  }

  /** {@return a principle of weight 1 with these texts, by key; only the negation may be absent} */
  Principle principle(Map<String, String> texts) {
    String named = Objects.requireNonNull(texts.get(name), name);
    String definition = Objects.requireNonNull(texts.get(DEFINITION), DEFINITION);
    String opposite = texts.get(negation);
    return opposite == null
        ? Principle.of(named, definition)
        : Principle.of(named, definition, opposite);
  }
}
