package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LessonLossesTest {

  @Test
  void inWords_isTheMeanByName_sinceItWasAskedLast() {
    LessonLosses losses = new LessonLosses(new Mixture(1, 0, 2, 0, 0, 0, 0, 0, 0, 1).names());
    losses.add(new double[] {1, 2, 4, 0.5});
    losses.add(new double[] {2, 3, 3, 0.25});
    assertEquals("demonstrations 1.500, quizzes 3.000, many assessments 0.375", losses.inWords());
    losses.add(new double[] {4, 1, 2, 8});
    assertEquals("demonstrations 4.000, quizzes 1.500, many assessments 8.000", losses.inWords());
  }

  @Test
  void names_areInTheOrderOfLessons() {
    assertEquals(
        List.of(
            "demonstrations",
            "facts",
            "quizzes",
            "pair quizzes",
            "reviews",
            "pair reviews",
            "comparisons",
            "transcripts",
            "assessments",
            "many assessments"),
        new Mixture(1, 1, 1, 1, 1, 1, 1, 1, 1, 1).names());
  }
}
