package io.github.salmon4j.aquarium.learning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns which pieces of words to merge: byte-pair encoding (Sennrich et al. 2016,
 * arXiv:1508.07909, algorithm 1) over words of ASCII, a blank before a word being part of it, as in
 * GPT-2's tokenizer.
 */
final class Merges {

  /** How GPT-2 cuts a text into words, as the tokenizer library does with {@code use_regex}. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  /** The character that stands for a blank in a byte-level vocabulary. */
  static final char BLANK = '\u0120';

  /** The character that stands for a line break in a byte-level vocabulary. */
  static final char LINE_BREAK = '\u010A';

  private Merges() {}

  /** Two neighboring pieces that become one. */
  record Pair(String left, String right) {

    String merged() {
      return left + right;
    }
  }

  /**
   * {@return the pairs to merge, in order, most frequent first; ties by their letters}
   *
   * @param texts what to learn from, ASCII
   * @param most how many pairs at most; fewer if every word is one piece before
   */
  static List<Pair> learn(Iterable<String> texts, int most) {
    Map<List<String>, Long> words = words(texts);
    List<Pair> merges = new ArrayList<>();
    while (merges.size() < most) {
      Pair best = mostFrequent(words);
      if (best == null) {
        break;
      }
      merges.add(best);
      Map<List<String>, Long> merged = new LinkedHashMap<>();
      words.forEach((pieces, count) -> merged.merge(merge(pieces, best), count, Long::sum));
      words = merged;
    }
    return merges;
  }

  private static Map<List<String>, Long> words(Iterable<String> texts) {
    Map<String, Long> counts = new TreeMap<>();
    for (String text : texts) {
      Matcher matcher = WORD.matcher(text);
      while (matcher.find()) {
        counts.merge(matcher.group(), 1L, Long::sum);
      }
    }
    Map<List<String>, Long> words = new LinkedHashMap<>();
    counts.forEach(
        (word, count) -> {
          List<String> pieces = new ArrayList<>();
          for (int i = 0; i < word.length(); i++) {
            pieces.add(String.valueOf(spelled(word.charAt(i))));
          }
          words.put(pieces, count);
        });
    return words;
  }

  private static char spelled(char letter) {
    if (letter > '~') {
      throw new IllegalArgumentException("text: expected ASCII, found '" + letter + "'");
    }
    return letter == ' ' ? BLANK : letter == '\n' ? LINE_BREAK : letter;
  }

  private static @Nullable Pair mostFrequent(Map<List<String>, Long> words) {
    Map<Pair, Long> counts = new HashMap<>();
    words.forEach(
        (pieces, count) -> {
          for (int i = 0; i + 1 < pieces.size(); i++) {
            counts.merge(new Pair(pieces.get(i), pieces.get(i + 1)), count, Long::sum);
          }
        });
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Pair, Long>comparingByValue()
                .thenComparing(entry -> entry.getKey().left())
                .thenComparing(entry -> entry.getKey().right()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static List<String> merge(List<String> pieces, Pair pair) {
    List<String> merged = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean both =
          i + 1 < pieces.size()
              && pieces.get(i).equals(pair.left())
              && pieces.get(i + 1).equals(pair.right());
      merged.add(both ? pair.merged() : pieces.get(i));
      i += both ? 1 : 0;
    }
    return merged;
  }
}
