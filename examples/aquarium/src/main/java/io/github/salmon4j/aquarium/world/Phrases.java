package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ways to say something, as {@code phrases.txt} lists them. */
final class Phrases {

  private static final Sections FILE = Sections.read("phrases.txt");
  private static final Pattern SLOT = Pattern.compile("\\{(\\w)}");

  private Phrases() {}

  /** {@return the ways to say something in a language, with slots; at least one} */
  static List<String> ways(String key, Language language) {
    List<String> ways = stripped(FILE.of(key), language);
    if (ways.isEmpty()) {
      throw new IllegalArgumentException("phrase " + key + ": expected one in " + language);
    }
    return ways;
  }

  /** {@return a phrase with its slots filled, beginning with a capital} */
  static String fill(String phrase, Language language, Map<String, Term> slots) {
    String text =
        SLOT.matcher(phrase)
            .replaceAll(
                slot -> {
                  Term term = slots.get(slot.group(1));
                  if (term == null) {
                    throw new IllegalArgumentException(
                        "phrase '" + phrase + "': expected slots " + slots.keySet());
                  }
                  return term.in(language);
                });
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** {@return all phrases in a language, without their slots} */
  static Stream<String> all(Language language) {
    return FILE.sections().values().stream()
        .flatMap(lines -> stripped(lines, language).stream())
        .map(phrase -> SLOT.matcher(phrase).replaceAll(" "));
  }

  private static List<String> stripped(List<String> lines, Language language) {
    String mark = language == Language.ENGLISH ? "E " : "T ";
    return lines.stream().filter(l -> l.startsWith(mark)).map(l -> l.substring(2)).toList();
  }
}
