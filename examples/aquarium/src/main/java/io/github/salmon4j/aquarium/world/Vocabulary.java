package io.github.salmon4j.aquarium.world;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of each language, in lower case; names are words of both, numbers of none. */
final class Vocabulary {

  private static final Set<String> ENGLISH = load(Language.ENGLISH);
  private static final Set<String> TOLU = load(Language.TOLU);

  private Vocabulary() {}

  /** {@return the words of a language, sorted} */
  static Set<String> of(Language language) {
    return language == Language.ENGLISH ? ENGLISH : TOLU;
  }

  /** {@return whether a word says nothing about a language: a number, or a word of both} */
  static boolean isNeutral(String word) {
    return (ENGLISH.contains(word) && TOLU.contains(word))
        || word.chars().allMatch(Character::isDigit);
  }

  private static Set<String> load(Language language) {
    return Stream.concat(Lexicon.words(language), Phrases.all(language))
        .flatMap(text -> Sentence.words(text).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
