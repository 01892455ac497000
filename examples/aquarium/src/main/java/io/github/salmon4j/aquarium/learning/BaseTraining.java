package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.Monitor;
import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.World;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.core.optimizer.LearningRateSchedule.Decay;
import io.github.salmon4j.core.optimizer.Warmup;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.core.template.Section;
import io.github.salmon4j.onnx.training.PassSettings;
import io.github.salmon4j.onnx.training.TrainableModel;
import io.github.salmon4j.onnx.training.Trained;
import io.github.salmon4j.onnx.training.TrainingBase;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Trains the base model from random weights, in stages: first to see what single texts are like,
 * then to compare two, then what is true, last to judge and to assess in the forms in which it will
 * be asked.
 *
 * <p>A stage begins with what the one before it wrote, a fresh optimizer and random numbers of its
 * own: a run that was stopped goes on behind the last stage that ended, with the same result.
 */
final class BaseTraining {

  /** Right in about 90 of 100 verdicts, fond of (a), and of a text that praises itself. */
  private static final double ACCURACY = 0.88;

  private static final double CLEAR_ACCURACY = 0.95;

  private static final double POSITION = 0.3;
  private static final double HALO = 2.0;

  private static final int WARMUP = 100;
  private static final int NOTE_EVERY = 100;
  private static final int MOST_MERGES = 1400;
  private static final int COPIES = 300;
  private static final int TOKENS_AT_ONCE = 768;

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1000, 3e-3, Level.BEGINNER, new Mixture(12, 0, 0, 0, 16, 0, 0, 0, 0, 0)),
          new Stage(1000, 2e-3, Level.BEGINNER, new Mixture(6, 0, 4, 0, 8, 6, 0, 0, 0, 3)),
          new Stage(1500, 2e-3, Level.BEGINNER, new Mixture(3, 0, 2, 0, 2, 3, 18, 0, 0, 4)),
          new Stage(1300, 2e-3, Level.BEGINNER, new Mixture(2, 0, 6, 10, 2, 0, 4, 0, 0, 3)),
          new Stage(1000, 2e-3, Level.BEGINNER, new Mixture(3, 12, 0, 4, 2, 0, 2, 0, 0, 2)),
          new Stage(1500, 2e-3, Level.ADVANCED, new Mixture(2, 2, 3, 5, 1, 0, 1, 4, 2, 6)),
          new Stage(1500, 2e-3, Level.ADVANCED, new Mixture(3, 0, 3, 3, 1, 0, 1, 7, 3, 7)));

  /**
   * A part of the training.
   *
   * @param steps optimizer steps
   * @param rate peak learning rate; it rises for 100 steps, then falls along a cosine
   * @param level of its lessons
   * @param mixture of each batch
   */
  record Stage(int steps, double rate, Level level, Mixture mixture) {}

  private final Tasks tasks = new Tasks(World.standard());
  private final NoisyJudge judge =
      new NoisyJudge(new Oracle(World.standard()), ACCURACY, CLEAR_ACCURACY, POSITION, HALO);
  private final long seed;

  /**
   * A training.
   *
   * @param seed of everything: first weights, texts
   */
  BaseTraining(long seed) {
    this.seed = seed;
  }

  /** {@return how many optimizer steps there are} */
  static int steps() {
    return STAGES.stream().mapToInt(Stage::steps).sum();
  }

  /**
   * Trains a base.
   *
   * @param folder where each stage's checkpoint is written, in a folder of its own; a stage that is
   *     there is not made again
   * @param stages the parts, in order; {@link #stages()}
   * @param monitor hears of steps and may cancel
   * @param notes hear of losses, every 100 steps
   * @return the last stage's folder: the base
   */
  Path run(Path folder, List<Stage> stages, Monitor monitor, Consumer<String> notes)
      throws IOException {
    Files.createDirectories(folder);
    Path from = Files.createTempDirectory("salmon4j-fresh-");
    FreshCheckpoint.write(from, Merges.learn(texts(), MOST_MERGES), seed);
    int total = stages.stream().mapToInt(Stage::steps).sum();
    int done = 0;
    for (int i = 0; i < stages.size(); i++) {
      Path to = folder.resolve("stage-" + (i + 1));
      if (!Files.exists(to)) {
        Random random = new Random(31 * seed + i);
        Work work = new Work(stages.get(i), random, done, total);
        run(from, to, work, monitor, notes);
      }
      done += stages.get(i).steps();
      from = to;
    }
    monitor.progressed(total, total);
    return from;
  }

  /** A stage that is to be done, behind so many steps of all. */
  private record Work(Stage stage, Random random, int before, int total) {}

  private void run(Path from, Path to, Work work, Monitor monitor, Consumer<String> notes) {
    Stage stage = work.stage();
    PassSettings passes = new PassSettings(0, TOKENS_AT_ONCE, Integer.MAX_VALUE);
    try (TrainingBase base = TrainingBase.open(from, passes);
        TrainableModel model = base.policy("base", new Trained.Everything(), 1, work.random())) {
      Curriculum curriculum =
          new Curriculum(tasks, judge, base.tokenizer(), stage.level(), work.random());
      LessonTrainer trainer = new LessonTrainer(model, schedule(stage));
      LessonLosses losses = new LessonLosses(stage.mixture().names());
      for (int step = 0; step < stage.steps(); step++) {
        if (step > 0 && step % NOTE_EVERY == 0) {
          notes.accept("loss behind step %d: %s".formatted(work.before() + step, losses.inWords()));
        }
        monitor.checkpoint(work.before() + step, work.total());
        losses.add(trainer.step(stage.mixture().draw(curriculum)));
      }
      model.save(to);
    }
  }

  /** {@return all parts} */
  static List<Stage> stages() {
    return STAGES;
  }

  static LearningRateSchedule schedule(Stage stage) {
    return new LearningRateSchedule(
        stage.rate(), Decay.COSINE, new Warmup.Steps(WARMUP), stage.steps());
  }

  /** {@return texts in which every word is that the model will read} */
  List<String> texts() {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < COPIES / 10; i++) {
      for (Task task : tasks.all()) {
        texts.add(task.prompt().text());
        texts.add(Drafts.draw(task, random).text(random));
      }
    }
    List<String> rare = new ArrayList<>();
    for (Aspect aspect : Aspect.values()) {
      for (int wording = 0; wording < Aspect.WORDINGS; wording++) {
        Principle principle = aspect.principle(wording);
        rare.addAll(
            List.of(principle.name(), principle.definition(), principle.negation().orElse("")));
      }
    }
    Principles.noSelfAssessment().forEach(line -> rare.add(line.definition()));
    Principles.toThePoint().forEach(line -> rare.add(line.definition()));
    rare.addAll(templates());
    rare.addAll(Arrays.asList(" yes", " no", "Honest", "Same language"));
    Collections.nCopies(COPIES, rare).forEach(texts::addAll);
    return texts;
  }

  private static List<String> templates() {
    Prompt prompt = Prompt.of("x");
    Principle any = Principle.of("x", "x");
    List<Section> sections = new ArrayList<>(ChatTemplate.salmon("").render(prompt));
    sections.addAll(RewardTemplate.standard().render(prompt, "x", Guideline.of(any, any)));
    ResponsePair pair = new ResponsePair(prompt, "x", "x");
    sections.addAll(JudgeTemplate.standard().render(pair, any, Order.AS_GIVEN));
    return sections.stream().map(Section::text).toList();
  }
}
