package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What ends with a full stop, a question mark, an exclamation mark or the text.
 *
 * @param words its words and numbers, in lower case; at least one
 * @param end how it ends
 */
record Sentence(List<String> words, End end) {

  /** How a sentence ends. */
  enum End {
    STATED,
    ASKED
  }

  private static final Pattern BOUNDARY = Pattern.compile("(?<=[.!?])|\\R");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  Sentence {
    words = List.copyOf(words);
  }

  /** {@return the sentences of any text; those without a word left out} */
  static List<Sentence> of(String text) {
    List<Sentence> sentences = new ArrayList<>();
    for (String part : BOUNDARY.split(text, -1)) {
      List<String> words = words(part);
      if (!words.isEmpty()) {
        sentences.add(new Sentence(words, part.endsWith("?") ? End.ASKED : End.STATED));
      }
    }
    return sentences;
  }

  /** {@return the words of any text, in lower case} */
  static List<String> words(String text) {
    return Arrays.stream(BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** {@return whether the words of a run follow each other in it} */
  boolean contains(List<String> run) {
    return Collections.indexOfSubList(words, run) >= 0;
  }
}
