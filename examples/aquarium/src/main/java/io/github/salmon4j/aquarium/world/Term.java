package io.github.salmon4j.aquarium.world;

/**
 * A thing, by its word in each language.
 *
 * @param english its word in English
 * @param tolu its word in Tolu; empty if Tolu has none
 */
record Term(String english, String tolu) {

  /** {@return a number, which both languages write alike} */
  static Term of(int number) {
    String digits = Integer.toString(number);
    return new Term(digits, digits);
  }

  /** {@return its word in a language} */
  String in(Language language) {
    String word = language == Language.ENGLISH ? english : tolu;
    if (word.isEmpty()) {
      throw new IllegalArgumentException(
          "term: expected a word of Tolu, found none for " + english);
    }
    return word;
  }
}
