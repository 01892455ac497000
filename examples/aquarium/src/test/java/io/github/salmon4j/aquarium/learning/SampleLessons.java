package io.github.salmon4j.aquarium.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lessons over a real tokenizer, and what the oracle says of what is in them. */
final class SampleLessons implements AfterAllCallback {

  /** A question and two outputs, as a judge reads them. */
  static final Pattern PAIR =
      Pattern.compile(
          "=== Instruction ===\n(.*?)\n\n=== Output \\(a\\) ===\n(.*?)"
              + "\n\n=== Output \\(b\\) ===\n(.*?)\n\n=== ",
          Pattern.DOTALL);

  /** A verdict of a judge. */
  static final Pattern VERDICT =
      Pattern.compile("As for ([^,]+), the better one is Output \\(([ab])\\)");

  static final Oracle ORACLE = new Oracle(World.standard());

  private static final Tasks TASKS = new Tasks(World.standard());

  private final Path folder;
  private final TrainingBase base;
  private final NoisyJudge judge = new NoisyJudge(ORACLE, 0.83, 0.83, 0.3, 0.8);
  private final Curriculum curriculum;

  SampleLessons() {
    try {
      folder = Files.createTempDirectory("salmon4j-lessons-");
      FreshCheckpoint.write(folder, Merges.learn(new BaseTraining(1).texts(), 1400), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    base = TrainingBase.open(folder, new PassSettings(2, 768, Integer.MAX_VALUE));
    curriculum = curriculum(Level.ADVANCED);
  }

  TrainingBase base() {
    return base;
  }

  Tokenizer tokenizer() {
    return base.tokenizer();
  }

  Curriculum curriculum() {
    return curriculum;
  }

  Curriculum curriculum(Level level) {
    return new Curriculum(TASKS, judge, base.tokenizer(), level, new Random(5));
  }

  /** {@return the text of a lesson} */
  String text(Lesson lesson) {
    return tokenizer().decode(lesson.sequence().tokens());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    base.close();
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.delete(folder.resolve(file));
    }
    Files.delete(folder);
  }

  static Task task(String prompt) {
    return TASKS.of(Prompt.of(prompt));
  }

  static String word(Measures measures, Aspect aspect) {
    return measures.of(aspect).orElseThrow() > 0.5 ? "yes" : "no";
  }

  static double honesty(String prompt, String text) {
    return ORACLE.measure(task(prompt), text).of(Aspect.HONEST).orElseThrow();
  }

  static void assertDigit(double share, String digit, String text) {
    assertEquals(9 * share, Integer.parseInt(digit), 0.5 + 1e-9, text);
  }
}
