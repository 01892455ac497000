package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a text states: a value word speaks of the last animal named in its sentence, or else
 * of the one that the text is about; a number behind "is" is the result of the operation before it,
 * or else of the one asked for.
 */
final class StatementReader {

  private static final Map<String, Term> ENTITIES = byWord(Lexicon.ENTITIES);
  private static final Map<Attribute, Map<String, Term>> VALUES = values();
  private static final Set<String> EQUALS = Set.of("is", "makes", "equals");
  private static final Set<String> OPERATORS = Set.of("plus", "minus");
  private static final int LONGEST_NUMBER = 9;

  private final Set<Statement> statements = new LinkedHashSet<>();
  private final Topic topic;
  private @Nullable Term subject;

  private StatementReader(Topic topic) {
    this.topic = topic;
    this.subject = topic instanceof AnimalTopic animal ? animal.entity() : null;
  }

  /** {@return the different statements of some sentences, in their order} */
  static List<Statement> read(List<Sentence> sentences, Topic topic) {
    StatementReader reader = new StatementReader(topic);
    for (Sentence sentence : sentences) {
      if (sentence.end() == Sentence.End.STATED && !Cue.ADMITS.isIn(sentence)) {
        reader.read(sentence);
      }
    }
    return new ArrayList<>(reader.statements);
  }

  private void read(Sentence sentence) {
    boolean aside = Cue.EXAMPLE.isIn(sentence);
    Statement.Place place = aside ? Statement.Place.EXAMPLE : Statement.Place.ANSWER;
    Term before = subject;
    readQualities(sentence, place);
    if (aside) {
      subject = before;
    }
    if (topic instanceof SumTopic sum) {
      readEquation(sentence.words(), sum, place);
    }
  }

  private void readQualities(Sentence sentence, Statement.Place place) {
    for (String word : sentence.words()) {
      Term entity = ENTITIES.get(word);
      if (entity != null) {
        subject = entity;
      }
      if (subject != null) {
        readQuality(subject, word, place);
      }
    }
  }

  private void readQuality(Term entity, String word, Statement.Place place) {
    VALUES.forEach(
        (attribute, byWord) -> {
          Term value = byWord.get(word);
          if (value != null) {
            statements.add(new Statement.Quality(entity, attribute, value, place));
          }
        });
  }

  private void readEquation(List<String> words, SumTopic sum, Statement.Place place) {
    for (int i = 1; i < words.size(); i++) {
      if (EQUALS.contains(words.get(i - 1)) && isNumber(words.get(i))) {
        long result = Long.parseLong(words.get(i));
        boolean stated =
            i >= 4
                && isNumber(words.get(i - 2))
                && OPERATORS.contains(words.get(i - 3))
                && isNumber(words.get(i - 4));
        statements.add(
            stated
                ? new Statement.Equation(
                    Long.parseLong(words.get(i - 4)),
                    words.get(i - 3),
                    Long.parseLong(words.get(i - 2)),
                    result,
                    place)
                : new Statement.Equation(sum.a(), "plus", sum.b(), result, place));
      }
    }
    if (words.size() == 1 && isNumber(words.get(0))) {
      long result = Long.parseLong(words.get(0));
      statements.add(new Statement.Equation(sum.a(), "plus", sum.b(), result, place));
    }
  }

  private static boolean isNumber(String word) {
    return word.length() <= LONGEST_NUMBER && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** {@return things by their word in either language, in lower case} */
  static Map<String, Term> byWord(Collection<Term> terms) {
    Map<String, Term> byWord = new HashMap<>();
    for (Term term : terms) {
      byWord.put(term.english().toLowerCase(Locale.ROOT), term);
      byWord.put(term.tolu().toLowerCase(Locale.ROOT), term);
    }
    return Map.copyOf(byWord);
  }

  private static Map<Attribute, Map<String, Term>> values() {
    Map<Attribute, Map<String, Term>> values = new EnumMap<>(Attribute.class);
    for (Attribute attribute : Attribute.values()) {
      values.put(attribute, byWord(Lexicon.values(attribute)));
    }
    return values;
  }
}
