package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lessons over a real tokenizer, and a step on them over a model that knows nothing. */
class CurriculumTest {

  @RegisterExtension static final SampleLessons samples = new SampleLessons();

  @Test
  void tokenizer_wordsOfTheWorld_areOneTokenEach() {
    String text = "What color is the fox? The fox is red.";
    TokenIds tokens = samples.tokenizer().encode(text);
    assertEquals(11, tokens.size());
    assertEquals(text, samples.tokenizer().decode(tokens));
  }

  @Test
  void tokenizer_textBeyondTheWorld_survives() {
    String text = "Größe: 100 %\n\t\u2026 {json} </s>";
    assertEquals(text, samples.tokenizer().decode(samples.tokenizer().encode(text)));
  }

  @Test
  void demonstration_everyTokenCounts_andItEnds() {
    Lesson lesson = samples.curriculum().demonstration();
    TokenIds response = lesson.sequence().response();
    assertEquals(samples.tokenizer().endId().orElseThrow(), response.get(response.size() - 1));
    assertEquals(response.size(), sum(lesson));
  }

  @Test
  void marks_areYesAndNo_orDigits() {
    assertEquals(Set.of(" yes", " no"), marked(samples.curriculum()::review));
    assertEquals(Set.of(" yes", " no"), marked(samples.curriculum()::pairReview));
    assertEquals(digits(), marked(samples.curriculum()::assessment));
    assertEquals(with(digits(), " yes", " no"), marked(samples.curriculum()::manyAssessments));
    assertTrue(with(digits(), " yes", " no").containsAll(marked(samples.curriculum()::quiz)));
    assertEquals(Set.of(" yes", " no", "a", "b"), marked(samples.curriculum()::pairQuiz));
  }

  @Test
  void verdicts_areLettersAlone() {
    assertEquals(Set.of("a", "b"), marked(samples.curriculum()::comparison));
    assertEquals(Set.of("a", "b"), marked(samples.curriculum()::transcript));
  }

  @Test
  void comparison_letters_areThoseOfTheOracle() {
    int letters = 0;
    for (int i = 0; i < 30; i++) {
      String text = samples.text(samples.curriculum().comparison());
      Matcher pair = SampleLessons.PAIR.matcher(text);
      assertTrue(pair.find(), text);
      Task task = SampleLessons.task(pair.group(1));
      Matcher line = SampleLessons.VERDICT.matcher(text);
      for (; line.find(); letters++) {
        String name = line.group(1);
        Aspect aspect = Principles.aspect(name);
        double margin = SampleLessons.ORACLE.margin(task, pair.group(2), pair.group(3), aspect);
        assertEquals(margin > 0 ? "a" : "b", line.group(2), text);
      }
    }
    assertTrue(letters > 50, "letters: " + letters);
  }

  @Test
  void lessons_fitTheContext() {
    Curriculum curriculum = samples.curriculum();
    List<Supplier<Lesson>> kinds =
        List.of(
            curriculum::transcript,
            curriculum::quiz,
            curriculum::assessment,
            curriculum::pairQuiz,
            curriculum::manyAssessments);
    for (Supplier<Lesson> kind : kinds) {
      for (int i = 0; i < 200; i++) {
        assertTrue(kind.get().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      }
    }
  }

  @Test
  void step_lossIsThatOfWeightedTokens_andFalls() {
    List<Lesson> lessons =
        List.of(samples.curriculum().demonstration(), samples.curriculum().review());
    try (TrainableModel model =
        samples.base().policy("base", new Trained.Everything(), 1, new Random(1))) {
      double[] expected = losses(model, lessons);
      BaseTraining.Stage stage = new BaseTraining.Stage(400, 1e-2, Level.ADVANCED, null);
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
          marked.add(samples.tokenizer().decode(TokenIds.of(lesson.sequence().response().get(t))));
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
