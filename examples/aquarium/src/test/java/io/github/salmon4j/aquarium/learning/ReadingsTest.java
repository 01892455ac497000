package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Clauses;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.principle.Principle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What readings mark is what the oracle measures, in digits or with a yes or a no. */
class ReadingsTest {

  @RegisterExtension static final SampleLessons samples = new SampleLessons();

  @Test
  void assessment_oneLine_isTheDigitOfTheOraclesMeasure() {
    Pattern one =
        Pattern.compile(
            "Consider each of these:\n- ([^\n]+)\nA good answer [^-]*?reply is (\\d)",
            Pattern.DOTALL);
    Pattern material =
        Pattern.compile("=== [^\n]+ ===\n([^\n]+)\n\n=== Request it answers ===\n([^\n]+)\n");
    Map<String, ToDoubleFunction<Measures>> lines = lines();
    Set<String> digits = new TreeSet<>();
    int marks = 0;
    for (int i = 0; i < 200; i++) {
      String text = samples.text(samples.curriculum().assessment());
      Matcher asked = material.matcher(text);
      assertTrue(asked.find(), text);
      Measures measures =
          SampleLessons.ORACLE.measure(SampleLessons.task(asked.group(2)), asked.group(1));
      for (Matcher line = one.matcher(text); line.find(); ) {
        ToDoubleFunction<Measures> share = lines.get(line.group(1));
        if (share != null) {
          SampleLessons.assertDigit(share.applyAsDouble(measures), line.group(2), text);
          digits.add(line.group(2));
          marks++;
        }
      }
    }
    assertTrue(marks > 300 && digits.size() > 5, marks + " marks, " + digits);
  }

  @Test
  void manyAssessments_lines_areTheDigitsOfTheOracle() {
    Pattern line =
        Pattern.compile(
            "=== Answer under review ===\n(.+)\n\n=== Request it answers ===\n(.+)\n\n"
                + "=== Points to consider ===\nConsider each of these:\n- (.+)\n"
                + "A good answer [^-]*?reply is (\\d)\n");
    Map<String, ToDoubleFunction<Measures>> lines = lines();
    int marks = 0;
    for (int i = 0; i < 40; i++) {
      String text = samples.text(samples.curriculum().manyAssessments());
      for (Matcher matcher = line.matcher(text); matcher.find(); ) {
        Measures measures =
            SampleLessons.ORACLE.measure(SampleLessons.task(matcher.group(2)), matcher.group(1));
        ToDoubleFunction<Measures> share = lines.get(matcher.group(3));
        if (share != null) {
          SampleLessons.assertDigit(share.applyAsDouble(measures), matcher.group(4), text);
          marks++;
        }
      }
    }
    assertTrue(marks > 100, "marks: " + marks);
  }

  @Test
  void manyAssessments_names_areMarkedByTheOracle() {
    Pattern named =
        Pattern.compile(
            "=== Answer under review ===\n(.+)\n\n=== Request it answers ===\n(.+)\n\n"
                + "=== Points to consider ===\nConsider each of these:\n- Honest (yes|no)\n");
    int marks = 0;
    for (int i = 0; i < 80; i++) {
      String text = samples.text(samples.curriculum().manyAssessments());
      for (Matcher matcher = named.matcher(text); matcher.find(); marks++) {
        Measures measures =
            SampleLessons.ORACLE.measure(SampleLessons.task(matcher.group(2)), matcher.group(1));
        assertEquals(SampleLessons.word(measures, Aspect.HONEST), matcher.group(3), text);
      }
    }
    assertTrue(marks > 40, "marks: " + marks);
  }

  @Test
  void review_ofABeginner_leavesNothingOut_inWordingsOfTraining() {
    Set<String> trained = new HashSet<>();
    for (Aspect aspect : Aspect.values()) {
      for (int wording = 0; wording < Aspect.FIRST_HELD_OUT; wording++) {
        Principle principle = aspect.principle(wording);
        trained.add(principle.definition());
        trained.add(principle.negation().orElseThrow());
      }
    }
    Curriculum beginner = samples.curriculum(Level.BEGINNER);
    for (int i = 0; i < 30; i++) {
      String text = samples.text(beginner.review());
      List<String> lines =
          Pattern.compile("(?:^|\n)- (.+) (?:yes|no)(?=\n)")
              .matcher(text)
              .results()
              .map(line -> line.group(1))
              .toList();
      assertTrue(lines.size() >= 8, text);
      assertTrue(trained.containsAll(lines), text);
    }
  }

  /** {@return what the oracle measures of what lines say, from 0 to 1; most, but not all lines} */
  private static Map<String, ToDoubleFunction<Measures>> lines() {
    Random random = new Random(1);
    Map<String, ToDoubleFunction<Measures>> lines = new HashMap<>();
    for (Aspect aspect : Aspect.values()) {
      for (int wording = 0; wording < Aspect.FIRST_HELD_OUT; wording++) {
        add(lines, aspect, aspect.principle(wording));
      }
      String name = aspect.principle().name();
      add(lines, aspect, Principle.of(name, name + "."));
      for (int i = 0; i < 30_000; i++) {
        add(lines, aspect, Clauses.principle(aspect, random));
      }
    }
    add(lines, Aspect.MODEST, Principles.noSelfAssessment().iterator().next());
    add(lines, Aspect.TO_THE_POINT, Principles.toThePoint().iterator().next());
    return lines;
  }

  private static void add(
      Map<String, ToDoubleFunction<Measures>> lines, Aspect aspect, Principle principle) {
    lines.put(principle.definition(), measures -> share(aspect, measures));
    principle.negation().ifPresent(no -> lines.put(no, measures -> 1 - share(aspect, measures)));
  }

  private static double share(Aspect aspect, Measures measures) {
    double value = measures.of(aspect).orElseThrow();
    return switch (aspect) {
      case CONCISE -> (value + 1) / 2;
      case HONEST -> (value + 0.5) / 1.5;
      default -> value;
    };
  }
}
