package io.github.salmon4j.aquarium.world;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The things of the world and their words, as {@code lexicon.txt} lists them. */
final class Lexicon {

  private static final Sections FILE = Sections.read("lexicon.txt");

  static final List<Term> ENTITIES = terms("entity");
  static final List<Term> TIMES = terms("time");
  static final List<Term> NAMES = terms("name");
  static final List<Term> VERBS = terms("verb");
  static final List<Term> OBJECTS = terms("object");

  private static final Map<Attribute, List<Term>> VALUES = new EnumMap<>(Attribute.class);
  private static final Map<Attribute, Term> ATTRIBUTES = new EnumMap<>(Attribute.class);

  static {
    for (Attribute attribute : Attribute.values()) {
      String category = attribute.name().toLowerCase(Locale.ROOT);
      VALUES.put(attribute, terms(category));
      terms("attribute").stream()
          .filter(term -> term.english().equals(category))
          .forEach(term -> ATTRIBUTES.put(attribute, term));
    }
  }

  private Lexicon() {}

  /** {@return what an attribute can be} */
  static List<Term> values(Attribute attribute) {
    return Objects.requireNonNull(VALUES.get(attribute));
  }

  /** {@return what an attribute is called} */
  static Term name(Attribute attribute) {
    return Objects.requireNonNull(ATTRIBUTES.get(attribute));
  }

  /** {@return the words of all things in a language, as they are written} */
  static Stream<String> words(Language language) {
    return FILE.sections().keySet().stream()
        .flatMap(category -> terms(category).stream())
        .map(term -> language == Language.ENGLISH ? term.english() : term.tolu())
        .filter(word -> !word.isEmpty());
  }

  private static List<Term> terms(String category) {
    return FILE.of(category).stream().map(Lexicon::term).toList();
  }

  private static Term term(String line) {
    List<String> words = List.of(line.split(" ", 2));
    String english = words.get(0);
    return switch (words.get(1)) {
      case "-" -> new Term(english, "");
      case "=" -> new Term(english, english);
      default -> new Term(english, words.get(1));
    };
  }
}
