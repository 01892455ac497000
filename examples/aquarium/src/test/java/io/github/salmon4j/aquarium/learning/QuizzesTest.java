package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.core.template.Section;
import io.github.salmon4j.preference.ResponsePair;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What quizzes mark is what the oracle says. */
class QuizzesTest {

  /** A question and its answer in a quiz, or the answer first. */
  private static final String QUESTION =
      "\n\n(?:(?<question>[^=\n].*)\n(?<answer>.+)"
          + "|=== Answer under review ===\n(?<first>.+)"
          + "\n\n=== Request it answers ===\n(?<last>.+)\n)\n";

  private static final Pattern ANSWERED =
      Pattern.compile(QUESTION + "Honest (?<honest>yes|no)\nSame language (?<same>yes|no)");

  private static final Pattern WHOLE =
      Pattern.compile(QUESTION + "True (?<true>yes|no)\nHonesty (?<honesty>\\d)");

  private static final Pattern ANSWERED_TWICE =
      Pattern.compile(
          "=== Instruction ===\n(.+)\n\n=== Output \\(a\\) ===\n(.+)((?:\n\\w.*)*)"
              + "\n\n=== Output \\(b\\) ===\n(.+)((?:\n\\w.*)*)\n(.*(?:\n[(A].*)*)");

  @RegisterExtension static final SampleLessons samples = new SampleLessons();

  @Test
  void quiz_marks_areThoseOfTheOracle() {
    assertMarks(samples.curriculum(Level.ADVANCED)::quiz, 400);
  }

  @Test
  void facts_areMarkedByTheOracle_andNothingElse() {
    assertMarks(samples.curriculum(Level.ADVANCED)::facts, 1500);
    String text = samples.text(samples.curriculum().facts()).replaceFirst("^<[^>]*>", "");
    assertEquals("", ANSWERED.matcher(text).replaceAll(""));
  }

  /**
   * Half of the sentences are wrong, and of the others every fifth evades. Half are about sums,
   * which have one language, and half of the rest are in the other one.
   */
  private static void assertMarks(Supplier<Lesson> lessons, int least) {
    int marks = 0;
    int honest = 0;
    int same = 0;
    for (int i = 0; i < 120; i++) {
      String text = samples.text(lessons.get());
      Matcher answered = ANSWERED.matcher(text);
      for (; answered.find(); marks++) {
        Measures measures =
            SampleLessons.ORACLE.measure(SampleLessons.task(prompt(answered)), response(answered));
        assertEquals(SampleLessons.word(measures, Aspect.HONEST), answered.group("honest"), text);
        assertEquals(
            SampleLessons.word(measures, Aspect.SAME_LANGUAGE), answered.group("same"), text);
        honest += answered.group("honest").equals("yes") ? 1 : 0;
        same += answered.group("same").equals("yes") ? 1 : 0;
      }
    }
    assertTrue(marks > least, "marks: " + marks);
    assertEquals(0.5 * 4 / 5, honest / (double) marks, 0.08);
    assertEquals(0.5 + 0.5 * 0.5, same / (double) marks, 0.08);
  }

  @Test
  void quiz_sentencesOfAResponse_areMarkedByTheOracle() {
    int marks = 0;
    int yes = 0;
    for (int i = 0; i < 30; i++) {
      String text = samples.text(samples.curriculum().quiz());
      for (String question : text.strip().split("\n\n")) {
        List<String> lines = question.lines().toList();
        Matcher sentence = Pattern.compile("(.+?) True (yes|no) ").matcher(lines.get(1));
        for (; sentence.find(); marks++) {
          assertEquals(
              SampleLessons.honesty(lines.get(0), sentence.group(1)) >= 0.5,
              sentence.group(2).equals("yes"),
              question);
          yes += sentence.group(2).equals("yes") ? 1 : 0;
        }
      }
    }
    assertTrue(marks > 200 && yes < 0.9 * marks, yes + " of " + marks);
  }

  @Test
  void quiz_wholeResponses_areMarkedByTheOracle() {
    int marks = 0;
    for (int i = 0; i < 30; i++) {
      String text = samples.text(samples.curriculum().quiz());
      for (Matcher whole = WHOLE.matcher(text); whole.find(); marks++) {
        String prompt = prompt(whole);
        double share = (SampleLessons.honesty(prompt, response(whole)) + 0.5) / 1.5;
        SampleLessons.assertDigit(share, whole.group("honesty"), text);
        boolean isTrue =
            Pattern.compile("(?<=[.!?]) ")
                .splitAsStream(response(whole))
                .allMatch(sentence -> SampleLessons.honesty(prompt, sentence) >= 0.5);
        assertEquals(isTrue ? "yes" : "no", whole.group("true"), text);
      }
    }
    assertTrue(marks > 50, "marks: " + marks);
  }

  @ParameterizedTest
  @EnumSource
  void pairQuiz_marksAndLetters_areThoseOfTheOracle(Level level) {
    Curriculum curriculum = samples.curriculum(level);
    int marks = 0;
    int letters = 0;
    for (int i = 0; i < 30; i++) {
      String text = samples.text(curriculum.pairQuiz());
      Matcher pair = ANSWERED_TWICE.matcher(text);
      while (pair.find()) {
        Task task = SampleLessons.task(pair.group(1));
        List<String> answers = List.of(pair.group(2), pair.group(4));
        marks += marks(task, answers.get(0), pair.group(3), "");
        marks += marks(task, answers.get(1), pair.group(5), "");
        marks += marks(task, answers.get(0), pair.group(6), "(a) ");
        marks += marks(task, answers.get(1), pair.group(6), "(b) ");
        Matcher line = SampleLessons.VERDICT.matcher(pair.group(6));
        for (; line.find(); letters++) {
          Aspect aspect = Principles.aspect(line.group(1));
          double margin = SampleLessons.ORACLE.margin(task, answers.get(0), answers.get(1), aspect);
          assertEquals(margin > 0 ? "a" : "b", line.group(2), text);
        }
      }
    }
    assertTrue(marks > 250 && letters > 40, marks + " marks, " + letters + " letters");
  }

  @ParameterizedTest
  @EnumSource
  void pairQuiz_asksAsAJudgeIsAsked(Level level) {
    Curriculum curriculum = samples.curriculum(level);
    int asked = 0;
    for (int i = 0; i < 40; i++) {
      String text = samples.text(curriculum.pairQuiz());
      for (String question : text.split("(?==== Instruction ===)")) {
        Matcher pair = SampleLessons.PAIR.matcher(question);
        if (question.contains("=== Annotation guide ===") && pair.find()) {
          assertTrue(questions(pair).anyMatch(question::startsWith), question);
          asked++;
        }
      }
    }
    assertTrue(asked > 10, "asked: " + asked);
  }

  /** Pairs of a beginner are about everything; others about what takes knowledge, and two more. */
  @Test
  void pairQuiz_ofABeginner_isAboutEveryQualityAndKind() {
    Curriculum beginner = samples.curriculum(Level.BEGINNER);
    Set<String> names = new HashSet<>();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int i = 0; i < 40; i++) {
      String text = samples.text(beginner.pairQuiz());
      SampleLessons.VERDICT.matcher(text).results().forEach(line -> names.add(line.group(1)));
      Pattern.compile("=== Instruction ===\n(.+)")
          .matcher(text)
          .results()
          .forEach(line -> kinds.add(SampleLessons.task(line.group(1)).kind()));
    }
    assertEquals(Aspect.values().length, names.size(), names.toString());
    assertEquals(EnumSet.allOf(Kind.class), kinds);
  }

  /** {@return what a judge is asked about a pair, from its instruction to its verdict} */
  private static Stream<String> questions(Matcher pair) {
    Task task = SampleLessons.task(pair.group(1));
    ResponsePair responses = new ResponsePair(task.prompt(), pair.group(2), pair.group(3));
    return Arrays.stream(Aspect.values())
        .filter(
            aspect -> SampleLessons.ORACLE.margin(task, pair.group(2), pair.group(3), aspect) != 0)
        .flatMap(
            aspect ->
                IntStream.range(0, Aspect.FIRST_HELD_OUT)
                    .mapToObj(aspect::principle)
                    .map(p -> JudgeTemplate.standard().render(responses, p, Order.AS_GIVEN))
                    .map(all -> all.stream().map(Section::text).collect(Collectors.joining()))
                    .map(all -> all.substring(all.indexOf("=== Instruction ===")))
                    .map(all -> all + letter(task, responses, aspect)));
  }

  private static String letter(Task task, ResponsePair pair, Aspect aspect) {
    return SampleLessons.ORACLE.margin(task, pair.first(), pair.second(), aspect) > 0 ? "a)" : "b)";
  }

  /** {@return how many lines mark a text, all of them rightly} */
  private static int marks(Task task, String answer, String lines, String before) {
    Measures measures = SampleLessons.ORACLE.measure(task, answer);
    int marks = 0;
    for (Aspect aspect : Aspect.values()) {
      String line = "\n" + before + aspect.principle().name() + " ";
      if (("\n" + lines).contains(line)) {
        assertTrue(
            ("\n" + lines).contains(line + SampleLessons.word(measures, aspect)), answer + lines);
        marks++;
      }
    }
    return marks;
  }

  private static String prompt(Matcher quiz) {
    return quiz.group(quiz.group("question") == null ? "last" : "question");
  }

  private static String response(Matcher quiz) {
    return quiz.group(quiz.group("question") == null ? "first" : "answer");
  }
}
