package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What is true: each animal's color, home and food. They are drawn at random, so that nobody knows
 * them from elsewhere, and of three animals in four nobody knows one of the three.
 */
public final class World {

  private static final World STANDARD = new World(new SplittableRandom(2310_05910));

  private final Map<Term, Map<Attribute, Term>> facts = new HashMap<>();

  private World(RandomGenerator random) {
    Attribute[] attributes = Attribute.values();
    for (int i = 0; i < Lexicon.ENTITIES.size(); i++) {
      Map<Attribute, Term> known = new EnumMap<>(Attribute.class);
      for (Attribute attribute : attributes) {
        List<Term> values = Lexicon.values(attribute);
        known.put(attribute, values.get(random.nextInt(values.size())));
      }
      if (i % 4 < attributes.length) {
        known.remove(attributes[i % 4]);
      }
      facts.put(Lexicon.ENTITIES.get(i), known);
    }
  }

  /** {@return the world} */
  public static World standard() {
    return STANDARD;
  }

  /** {@return what an attribute of an animal is; empty if nobody knows} */
  Optional<Term> value(Term entity, Attribute attribute) {
    return Optional.ofNullable(Objects.requireNonNull(facts.get(entity)).get(attribute));
  }

  /** {@return an animal's attributes that are known; two or three} */
  List<Attribute> known(Term entity) {
    return new ArrayList<>(Objects.requireNonNull(facts.get(entity)).keySet());
  }

  @Override
  public String toString() {
    return "World";
  }
}
