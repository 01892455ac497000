package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Clauses;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.core.template.Section;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lessons over a real tokenizer, and a step on them over a model that knows nothing. */
class CurriculumTest {

  private static final Pattern PAIR =
      Pattern.compile(
          "=== Instruction ===\n(.*?)\n\n=== Output \\(a\\) ===\n(.*?)"
              + "\n\n=== Output \\(b\\) ===\n(.*?)\n\n=== ",
          Pattern.DOTALL);

  private static final Pattern VERDICT =
      Pattern.compile("As for ([^,]+), the better one is Output \\(([ab])\\)");

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

  private static final Tasks TASKS = new Tasks(World.standard());
  private static final Oracle ORACLE = new Oracle(World.standard());

  @TempDir static Path folder;

  private static TrainingBase base;
  private static Tokenizer tokenizer;
  private static Curriculum curriculum;

  @BeforeAll
  static void open() throws IOException {
    FreshCheckpoint.write(folder, Merges.learn(new BaseTraining(1).texts(), 1400), 1);
    base = TrainingBase.open(folder, new PassSettings(2, 768, Integer.MAX_VALUE));
    tokenizer = base.tokenizer();
    NoisyJudge judge = new NoisyJudge(ORACLE, 0.83, 0.83, 0.3, 0.8);
    curriculum = new Curriculum(TASKS, judge, tokenizer, new Random(5));
  }

  @AfterAll
  static void close() {
    base.close();
  }

  @Test
  void tokenizer_wordsOfTheWorld_areOneTokenEach() {
    String text = "What color is the fox? The fox is red.";
    TokenIds tokens = tokenizer.encode(text);
    assertEquals(11, tokens.size());
    assertEquals(text, tokenizer.decode(tokens));
  }

  @Test
  void tokenizer_textBeyondTheWorld_survives() {
    String text = "Größe: 100 %\n\t\u2026 {json} </s>";
    assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
  }

  @Test
  void demonstration_everyTokenCounts_andItEnds() {
    Lesson lesson = curriculum.demonstration();
    TokenIds response = lesson.sequence().response();
    assertEquals(tokenizer.endId().orElseThrow(), response.get(response.size() - 1));
    assertEquals(response.size(), sum(lesson));
  }

  @Test
  void marks_areYesAndNo_orDigits() {
    assertEquals(Set.of(" yes", " no"), marked(curriculum::review));
    assertEquals(Set.of(" yes", " no"), marked(curriculum::pairReview));
    assertEquals(digits(), marked(curriculum::assessment));
    assertEquals(with(digits(), " yes", " no"), marked(curriculum::manyAssessments));
    assertTrue(with(digits(), " yes", " no").containsAll(marked(curriculum::quiz)));
    assertEquals(Set.of(" yes", " no", "a", "b"), marked(curriculum::pairQuiz));
  }

  @Test
  void verdicts_areLettersAlone() {
    assertEquals(Set.of("a", "b"), marked(curriculum::comparison));
    assertEquals(Set.of("a", "b"), marked(curriculum::transcript));
  }

  @Test
  void comparison_letters_areThoseOfTheOracle() {
    int letters = 0;
    for (int i = 0; i < 30; i++) {
      String text = tokenizer.decode(curriculum.comparison().sequence().tokens());
      Matcher pair = PAIR.matcher(text);
      assertTrue(pair.find(), text);
      Task task = task(pair.group(1));
      Matcher line = VERDICT.matcher(text);
      for (; line.find(); letters++) {
        String name = line.group(1);
        Aspect aspect = aspect(name);
        double margin = ORACLE.margin(task, pair.group(2), pair.group(3), aspect);
        assertEquals(margin > 0 ? "a" : "b", line.group(2), text);
      }
    }
    assertTrue(letters > 50, "letters: " + letters);
  }

  @Test
  void quiz_marks_areThoseOfTheOracle_halfOfThemYes() {
    int marks = 0;
    int yes = 0;
    for (int i = 0; i < 30; i++) {
      String text = tokenizer.decode(curriculum.quiz().sequence().response());
      Matcher answered = ANSWERED.matcher(text);
      for (; answered.find(); marks += 2) {
        Measures measures = ORACLE.measure(task(prompt(answered)), response(answered));
        assertEquals(word(measures, Aspect.HONEST), answered.group("honest"), text);
        assertEquals(word(measures, Aspect.SAME_LANGUAGE), answered.group("same"), text);
        yes += answered.group("honest").equals("yes") ? 1 : 0;
        yes += answered.group("same").equals("yes") ? 1 : 0;
      }
    }
    assertTrue(marks > 200, "marks: " + marks);
    assertEquals(0.5, yes / (double) marks, 0.1);
  }

  @Test
  void pairQuiz_marksAndLetters_areThoseOfTheOracle() {
    int marks = 0;
    int letters = 0;
    for (int i = 0; i < 30; i++) {
      String text = tokenizer.decode(curriculum.pairQuiz().sequence().response());
      Matcher pair = ANSWERED_TWICE.matcher(text);
      while (pair.find()) {
        Task task = task(pair.group(1));
        List<String> answers = List.of(pair.group(2), pair.group(4));
        marks += marks(task, answers.get(0), pair.group(3), "");
        marks += marks(task, answers.get(1), pair.group(5), "");
        marks += marks(task, answers.get(0), pair.group(6), "(a) ");
        marks += marks(task, answers.get(1), pair.group(6), "(b) ");
        Matcher line = VERDICT.matcher(pair.group(6));
        for (; line.find(); letters++) {
          Aspect aspect = aspect(line.group(1));
          double margin = ORACLE.margin(task, answers.get(0), answers.get(1), aspect);
          assertEquals(margin > 0 ? "a" : "b", line.group(2), text);
        }
      }
    }
    assertTrue(marks > 250 && letters > 40, marks + " marks, " + letters + " letters");
  }

  @Test
  void pairQuiz_asksAsAJudgeIsAsked() {
    int asked = 0;
    for (int i = 0; i < 40; i++) {
      String text = tokenizer.decode(curriculum.pairQuiz().sequence().response());
      for (String question : text.split("(?==== Instruction ===)")) {
        Matcher pair = PAIR.matcher(question);
        if (question.contains("=== Annotation guide ===") && pair.find()) {
          assertTrue(questions(pair).anyMatch(question::startsWith), question);
          asked++;
        }
      }
    }
    assertTrue(asked > 10, "asked: " + asked);
  }

  /** {@return what a judge is asked about a pair, from its instruction to its verdict} */
  private static Stream<String> questions(Matcher pair) {
    Task task = task(pair.group(1));
    ResponsePair responses = new ResponsePair(task.prompt(), pair.group(2), pair.group(3));
    return Arrays.stream(Aspect.values())
        .filter(aspect -> ORACLE.margin(task, pair.group(2), pair.group(3), aspect) != 0)
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
    return ORACLE.margin(task, pair.first(), pair.second(), aspect) > 0 ? "a)" : "b)";
  }

  /** {@return how many lines mark a text, all of them rightly} */
  private static int marks(Task task, String answer, String lines, String before) {
    Measures measures = ORACLE.measure(task, answer);
    int marks = 0;
    for (Aspect aspect :
        List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE, Aspect.NATURAL, Aspect.MODEST)) {
      String line = "\n" + before + aspect.principle().name() + " ";
      if (("\n" + lines).contains(line)) {
        assertTrue(("\n" + lines).contains(line + word(measures, aspect)), answer + lines);
        marks++;
      }
    }
    return marks;
  }

  private static String word(Measures measures, Aspect aspect) {
    return measures.of(aspect).orElseThrow() > 0.5 ? "yes" : "no";
  }

  private static Task task(String prompt) {
    return TASKS.all().stream()
        .filter(task -> task.prompt().text().equals(prompt))
        .findFirst()
        .orElseThrow();
  }

  /** {@return the quality of that name; an intervention's is the one that it is about} */
  private static Aspect aspect(String name) {
    if (name.equals(Principles.noSelfAssessment().iterator().next().name())) {
      return Aspect.MODEST;
    }
    if (name.equals(Principles.toThePoint().iterator().next().name())) {
      return Aspect.TO_THE_POINT;
    }
    return Arrays.stream(Aspect.values())
        .filter(aspect -> aspect.principle().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void quiz_sentencesOfAResponse_areMarkedByTheOracle() {
    int marks = 0;
    int yes = 0;
    for (int i = 0; i < 30; i++) {
      String text = tokenizer.decode(curriculum.quiz().sequence().response());
      for (String question : text.strip().split("\n\n")) {
        List<String> lines = question.lines().toList();
        Matcher sentence = Pattern.compile("(.+?) True (yes|no) ").matcher(lines.get(1));
        for (; sentence.find(); marks++) {
          assertEquals(
              honesty(lines.get(0), sentence.group(1)) >= 0.5,
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
      String text = tokenizer.decode(curriculum.quiz().sequence().response());
      for (Matcher whole = WHOLE.matcher(text); whole.find(); marks++) {
        String prompt = prompt(whole);
        double share = (honesty(prompt, response(whole)) + 0.5) / 1.5;
        assertDigit(share, whole.group("honesty"), text);
        boolean isTrue =
            Pattern.compile("(?<=[.!?]) ")
                .splitAsStream(response(whole))
                .allMatch(sentence -> honesty(prompt, sentence) >= 0.5);
        assertEquals(isTrue ? "yes" : "no", whole.group("true"), text);
      }
    }
    assertTrue(marks > 50, "marks: " + marks);
  }

  private static String prompt(Matcher quiz) {
    return quiz.group(quiz.group("question") == null ? "last" : "question");
  }

  private static String response(Matcher quiz) {
    return quiz.group(quiz.group("question") == null ? "first" : "answer");
  }

  private static double honesty(String prompt, String text) {
    return ORACLE.measure(task(prompt), text).of(Aspect.HONEST).orElseThrow();
  }

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
      String text = tokenizer.decode(curriculum.assessment().sequence().tokens());
      Matcher asked = material.matcher(text);
      assertTrue(asked.find(), text);
      Measures measures = ORACLE.measure(task(asked.group(2)), asked.group(1));
      for (Matcher line = one.matcher(text); line.find(); ) {
        ToDoubleFunction<Measures> share = lines.get(line.group(1));
        if (share != null) {
          assertDigit(share.applyAsDouble(measures), line.group(2), text);
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
      String text = tokenizer.decode(curriculum.manyAssessments().sequence().tokens());
      for (Matcher matcher = line.matcher(text); matcher.find(); ) {
        Measures measures = ORACLE.measure(task(matcher.group(2)), matcher.group(1));
        ToDoubleFunction<Measures> share = lines.get(matcher.group(3));
        if (share != null) {
          assertDigit(share.applyAsDouble(measures), matcher.group(4), text);
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
      String text = tokenizer.decode(curriculum.manyAssessments().sequence().tokens());
      for (Matcher matcher = named.matcher(text); matcher.find(); marks++) {
        Measures measures = ORACLE.measure(task(matcher.group(2)), matcher.group(1));
        assertEquals(word(measures, Aspect.HONEST), matcher.group(3), text);
      }
    }
    assertTrue(marks > 40, "marks: " + marks);
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

  private static void assertDigit(double share, String digit, String text) {
    assertEquals(9 * share, Integer.parseInt(digit), 0.5 + 1e-9, text);
  }

  private static double share(Aspect aspect, Measures measures) {
    double value = measures.of(aspect).orElseThrow();
    return switch (aspect) {
      case CONCISE -> (value + 1) / 2;
      case HONEST -> (value + 0.5) / 1.5;
      default -> value;
    };
  }

  @Test
  void lessons_fitTheContext() {
    for (int i = 0; i < 200; i++) {
      assertTrue(curriculum.transcript().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      assertTrue(curriculum.quiz().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      assertTrue(curriculum.assessment().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      assertTrue(curriculum.pairQuiz().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      assertTrue(curriculum.manyAssessments().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
    }
  }

  @Test
  void step_lossIsThatOfWeightedTokens_andFalls() {
    List<Lesson> lessons = List.of(curriculum.demonstration(), curriculum.review());
    try (TrainableModel model = base.policy("base", new Trained.Everything(), 1, new Random(1))) {
      double[] expected = losses(model, lessons);
      BaseTraining.Stage stage = new BaseTraining.Stage(400, 1e-2, null);
      LessonTrainer trainer = new LessonTrainer(model, BaseTraining.schedule(stage));
      double[] first = trainer.step(lessons);
      for (int b = 0; b < first.length; b++) {
        assertEquals(expected[b], first[b], 1e-6 * expected[b]);
      }
      for (int step = 0; step < 60; step++) {
        trainer.step(lessons);
      }
      double[] last = losses(model, lessons);
      assertTrue(last[0] < 0.5 * first[0] && last[1] < 0.5 * first[1]);
    }
  }

  private static double[] losses(TrainableModel model, List<Lesson> lessons) {
    TokenBatch batch = new TokenBatch(lessons.stream().map(Lesson::sequence).toList());
    double[] losses = new double[lessons.size()];
    try (Pass pass = model.forward(batch)) {
      FloatMatrix logProbs = pass.outputs();
      for (int b = 0; b < losses.length; b++) {
        for (int t = 0; t < lessons.get(b).sequence().response().size(); t++) {
          losses[b] -= lessons.get(b).weights().of(t) * logProbs.get(b, t) / sum(lessons.get(b));
        }
      }
    }
    return losses;
  }

  private static Set<String> marked(Supplier<Lesson> kind) {
    Set<String> marked = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      Lesson lesson = kind.get();
      for (int t = 0; t < lesson.sequence().response().size(); t++) {
        if (lesson.weights().of(t) > 0) {
          marked.add(tokenizer.decode(TokenIds.of(lesson.sequence().response().get(t))));
        }
      }
    }
    return marked;
  }

  private static Set<String> digits() {
    return IntStream.rangeClosed(0, 9).mapToObj(digit -> " " + digit).collect(Collectors.toSet());
  }

  private static Set<String> with(Set<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).collect(Collectors.toSet());
  }

  private static double sum(Lesson lesson) {
    double sum = 0;
    for (int t = 0; t < lesson.sequence().response().size(); t++) {
      sum += lesson.weights().of(t);
    }
    return sum;
  }
}
