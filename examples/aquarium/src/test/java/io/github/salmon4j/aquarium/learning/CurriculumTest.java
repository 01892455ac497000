package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  @TempDir static Path folder;

  private static TrainingBase base;
  private static Tokenizer tokenizer;
  private static Curriculum curriculum;

  @BeforeAll
  static void open() throws IOException {
    FreshCheckpoint.write(folder, Merges.learn(new BaseTraining(1).texts(), 1400), 1);
    base = TrainingBase.open(folder, new PassSettings(2, 768, Integer.MAX_VALUE));
    tokenizer = base.tokenizer();
    NoisyJudge judge = new NoisyJudge(new Oracle(World.standard()), 0.83, 0.3, 0.8);
    curriculum = new Curriculum(new Tasks(World.standard()), judge, tokenizer, new Random(5));
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
  void marks_areYesAndNoAlone() {
    assertEquals(Set.of(" yes", " no"), marked(curriculum::review));
    assertEquals(Set.of(" yes", " no"), marked(curriculum::quiz));
    assertEquals(Set.of(" yes", " no"), marked(curriculum::pairReview));
  }

  @Test
  void verdicts_areLettersAlone() {
    assertEquals(Set.of("a", "b"), marked(curriculum::comparison));
    assertEquals(Set.of("a", "b"), marked(curriculum::transcript));
  }

  @Test
  void comparison_letters_areThoseOfTheOracle() {
    Tasks tasks = new Tasks(World.standard());
    Oracle oracle = new Oracle(World.standard());
    int letters = 0;
    for (int i = 0; i < 30; i++) {
      String text = tokenizer.decode(curriculum.comparison().sequence().tokens());
      Matcher pair = PAIR.matcher(text);
      assertTrue(pair.find(), text);
      Task task =
          tasks.all().stream()
              .filter(t -> t.prompt().text().equals(pair.group(1)))
              .findFirst()
              .orElseThrow();
      Matcher line = VERDICT.matcher(text);
      for (; line.find(); letters++) {
        String name = line.group(1);
        Aspect aspect =
            Arrays.stream(Aspect.values())
                .filter(a -> a.principle().name().equals(name))
                .findFirst()
                .orElseThrow();
        double margin = oracle.margin(task, pair.group(2), pair.group(3), aspect);
        assertEquals(margin > 0 ? "a" : "b", line.group(2), text);
      }
    }
    assertTrue(letters > 50, "letters: " + letters);
  }

  @Test
  void lessons_fitTheContext() {
    for (int i = 0; i < 200; i++) {
      assertTrue(curriculum.transcript().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
      assertTrue(curriculum.quiz().sequence().size() <= FreshCheckpoint.CONTEXT_LENGTH);
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

  private static double sum(Lesson lesson) {
    double sum = 0;
    for (int t = 0; t < lesson.sequence().response().size(); t++) {
      sum += lesson.weights().of(t);
    }
    return sum;
  }
}
