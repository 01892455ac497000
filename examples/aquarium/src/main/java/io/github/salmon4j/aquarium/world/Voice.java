package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Says things in a language, each time in one of several ways.
 *
 * @param language what is spoken
 * @param random chooses among the ways
 */
record Voice(Language language, RandomGenerator random) {

  /** {@return one way to say something} */
  String say(String key, Map<String, Term> slots) {
    return Phrases.fill(pick(Phrases.ways(key, language)), language, slots);
  }

  /** {@return one way to say something without slots} */
  String say(String key) {
    return say(key, Map.of());
  }

  /** {@return one of these} */
  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** {@return one of these that is not that one} */
  <T> T pickOther(List<T> choices, T that) {
    return pick(choices.stream().filter(choice -> !choice.equals(that)).toList());
  }
}
