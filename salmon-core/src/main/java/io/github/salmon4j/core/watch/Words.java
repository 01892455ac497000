package io.github.salmon4j.core.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text: runs of letters, marks, digits and inner apostrophes, in lower case.
 * Punctuation separates words and does not end phrases. A script without spaces gives one word per
 * run.
 *
 * @param texts each word, in lower case
 * @param spans where each word stands
 */
record Words(List<String> texts, List<Span> spans) {

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]++(?:['\u2019][\\p{L}\\p{M}\\p{N}]++)*+");

  static Words of(String text) {
    List<String> texts = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      texts.add(matcher.group().toLowerCase(Locale.ROOT));
      spans.add(new Span(matcher.start(), matcher.end()));
    }
    return new Words(texts, spans);
  }

  int size() {
    return texts.size();
  }

  /** {@return the phrase of n words from this one on, single spaces between} */
  String phrase(int from, int n) {
    return String.join(" ", texts.subList(from, from + n));
  }

  /** {@return every phrase of {@code shortest} to {@code longest} words, once} */
  Set<String> phrases(int shortest, int longest) {
    Set<String> phrases = new HashSet<>();
    for (int n = shortest; n <= longest; n++) {
      for (int from = 0; from + n <= size(); from++) {
        phrases.add(phrase(from, n));
      }
    }
    return phrases;
  }

  /** {@return where a phrase of n words stands} */
  List<Span> find(String phrase, int n) {
    List<Span> found = new ArrayList<>();
    for (int from = 0; from + n <= size(); from++) {
      if (phrase(from, n).equals(phrase)) {
        found.add(new Span(spans.get(from).start(), spans.get(from + n - 1).end()));
      }
    }
    return found;
  }
}
