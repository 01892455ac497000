package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Clauses;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.principle.Principle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What lessons are made of: tasks and responses to them, qualities in words, beginnings. */
final class LessonMaterial {

  /** The explanation at the head of a template is the same in every text: most go without. */
  private static final int EXPLAINED_ONE_IN = 4;

  private static final double LEFT_OUT = 0.6;
  private static final int WAYS = 8;
  private static final Kind[] KINDS = Kind.values();

  private final Tasks tasks;
  private final Quizzes quizzes;
  private final Tokenizer tokenizer;
  private final Level level;
  private final Random random;

  LessonMaterial(Tasks tasks, Quizzes quizzes, Tokenizer tokenizer, Level level, Random random) {
    this.tasks = tasks;
    this.quizzes = quizzes;
    this.tokenizer = tokenizer;
    this.level = level;
    this.random = random;
  }

  /**
   * {@return a task, of each kind as often}
   *
   * <p>Every prompt of the world is read about; which ones are held out matters only later.
   */
  Task task() {
    return tasks.draw(KINDS[random.nextInt(KINDS.length)], split(random), random);
  }

  static Split split(Random random) {
    return random.nextInt(4) == 0 ? Split.HELD_OUT : Split.TRAIN;
  }

  String text(Task task) {
    return Drafts.draw(task, random).text(random);
  }

  /** {@return two whole responses, or as often, to a question, two sentences of a quiz} */
  List<String> responses(Task task) {
    return Quizzes.isQuestion(task) && random.nextBoolean()
        ? quizzes.sentences(task)
        : List.of(text(task), text(task));
  }

  List<Aspect> shuffled() {
    List<Aspect> aspects = new ArrayList<>(Arrays.asList(Aspect.values()));
    Collections.shuffle(aspects, random);
    return aspects;
  }

  boolean isForBeginners() {
    return level == Level.BEGINNER;
  }

  /** {@return whether to dwell on something, with this probability: a beginner does on nothing} */
  boolean dwells(double probability) {
    return level == Level.ADVANCED && random.nextDouble() < probability;
  }

  /** {@return whether a lesson leaves out a quality that is none of the hard ones} */
  boolean leavesOut(Aspect aspect, Set<Aspect> hard) {
    return !hard.contains(aspect) && dwells(LEFT_OUT);
  }

  /**
   * {@return a quality in a wording of training; for advanced learners as often in clauses, and
   * sometimes in the words of an intervention or by its name alone}
   */
  Principle worded(Aspect aspect) {
    if (level == Level.BEGINNER) {
      return aspect.principle(random.nextInt(Aspect.FIRST_HELD_OUT));
    }
    return switch (random.nextInt(WAYS)) {
      case 0 -> Principle.of(aspect.principle().name(), aspect.principle().name() + ".");
      case 1, 2, 3 -> Clauses.principle(aspect, random);
      default -> ofTraining(aspect);
    };
  }

  private Principle ofTraining(Aspect aspect) {
    int wording = random.nextInt(Aspect.FIRST_HELD_OUT + 1);
    if (wording < Aspect.FIRST_HELD_OUT) {
      return aspect.principle(wording);
    }
    return switch (aspect) {
      case MODEST -> Principles.noSelfAssessment().iterator().next();
      case TO_THE_POINT -> Principles.toThePoint().iterator().next();
      default -> ofTraining(aspect);
    };
  }

  /** {@return an input, mostly without what stands between the begin token and a section} */
  TokenIds sometimesFromSection(int section, TokenIds input) {
    if (random.nextInt(EXPLAINED_ONE_IN) == 0) {
      return input;
    }
    TokenIds end = fromSection(section, input, tokenizer);
    return TokenIds.concat(List.of(input.slice(0, 1), end));
  }

  /** {@return what an input has from its section of that number on} */
  static TokenIds fromSection(int section, TokenIds input, Tokenizer tokenizer) {
    int mark = tokenizer.encode("===").get(0);
    int from = -1;
    for (int found = 0; found < section; ) {
      from++;
      found += input.get(from) == mark ? 1 : 0;
    }
    return input.slice(from, input.size());
  }
}
