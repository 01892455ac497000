package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.StatedPrinciple;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * Lessons about one response: what it has of the qualities that lines name. Marks of reviews are
 * right.
 */
final class Readings {

  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH;
  private static final InputLimits LIMITS = new InputLimits(64, 96, LONGEST);
  private static final Guideline ANY = Guideline.of(Principle.of("any", "any"));

  private static final List<Aspect> KNOWING =
      List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE, Aspect.COMPREHENSIVE);

  private static final double MARK = 3;
  private static final double MANY = 0.5;

  private static final Set<Aspect> HARD = EnumSet.of(Aspect.HONEST, Aspect.NATURAL);
  private static final int NAMED_ONE_IN = 4;
  private static final double HONESTY = 0.6;
  private static final int ASSESSMENTS = 5;
  private static final int MOST_LINES = 3;
  private static final int ROOM = 160;
  private static final int ROOM_WITH_RESPONSE = 240;

  private final LessonMaterial material;
  private final Oracle oracle;
  private final Quizzes quizzes;
  private final Tokenizer tokenizer;
  private final Random random;

  Readings(
      LessonMaterial material, Oracle oracle, Quizzes quizzes, Tokenizer tokenizer, Random random) {
    this.material = material;
    this.oracle = oracle;
    this.quizzes = quizzes;
    this.tokenizer = tokenizer;
    this.random = random;
  }

  /** {@return a review of one response: lines of a guideline, each with a yes or a no} */
  Lesson review() {
    Task task = material.task();
    String response = material.text(task);
    Measures measures = oracle.measure(task, response);
    TokenIds input = input(task, response).shared();
    MarkedText text = new MarkedText(tokenizer, material.sometimesFromSection(1, input));
    for (Aspect aspect : material.shuffled()) {
      OptionalDouble value = measures.of(aspect);
      if (value.isPresent() && !material.leavesOut(aspect, HARD)) {
        Principle principle = material.worded(aspect);
        boolean negated = principle.negation().isPresent() && random.nextBoolean();
        text.add(negated ? principle.negation().orElseThrow() : principle.definition());
        text.mark(value.getAsDouble() > MANY != negated);
        text.add("\n- ");
      }
    }
    return text.hasMarks() ? text.lesson(MARK) : review();
  }

  /**
   * {@return assessments of one response in the form in which a reward model is asked: guidelines
   * of one line to three, each followed by how much of it the response has}
   */
  Lesson assessment() {
    Task task = material.task();
    String response = response(task);
    Measures measures = oracle.measure(task, response);
    MarkedText text =
        new MarkedText(tokenizer, material.sometimesFromSection(1, input(task, response).shared()));
    for (int i = 0; i < ASSESSMENTS && text.size() < LONGEST - ROOM; i++) {
      assess(text, task, response, lines(measures), measures);
      text.add("\n\n=== Points to consider ===\nConsider each of these:\n- ");
    }
    return text.lesson(MARK);
  }

  /**
   * {@return many responses on end in that form, each with one assessment, mostly of honesty, or
   * with marks of what takes knowledge or some counting}
   */
  Lesson manyAssessments() {
    MarkedText text = new MarkedText(tokenizer, TokenIds.of(tokenizer.beginId().orElseThrow()));
    while (text.size() < LONGEST - ROOM_WITH_RESPONSE) {
      Task task = random.nextBoolean() ? material.task() : quizzes.question();
      String response = response(task);
      Measures measures = oracle.measure(task, response);
      text.add(LessonMaterial.fromSection(1, input(task, response).shared(), tokenizer));
      if (random.nextInt(NAMED_ONE_IN) == 0) {
        addNames(text, measures);
      } else {
        boolean honesty = measures.of(Aspect.HONEST).isPresent() && material.dwells(HONESTY);
        StatedPrinciple line = honesty ? stated(Aspect.HONEST) : lines(measures).get(0);
        assess(text, task, response, List.of(line), measures);
      }
      text.add("\n\n");
    }
    return text.lesson(MARK);
  }

  private void addNames(MarkedText text, Measures measures) {
    for (Aspect aspect : KNOWING) {
      OptionalDouble value = measures.of(aspect);
      if (value.isPresent()) {
        text.add(aspect.principle().name());
        text.mark(value.getAsDouble() > MANY);
        text.add("\n- ");
      }
    }
  }

  private EncodedInput input(Task task, String response) {
    return RewardTemplate.standard().encode(task.prompt(), response, ANY, tokenizer, LIMITS);
  }

  private String response(Task task) {
    return Quizzes.isQuestion(task) && random.nextBoolean()
        ? quizzes.sentences(task).get(0)
        : material.text(task);
  }

  /** Adds a guideline and how much of it the response has. */
  private void assess(
      MarkedText text, Task task, String response, List<StatedPrinciple> lines, Measures measures) {
    text.add(
        RewardTemplate.standard()
            .encode(task.prompt(), response, new Guideline(lines), tokenizer, LIMITS)
            .own());
    text.markShare(MANY + lines.stream().mapToDouble(line -> balance(line, measures)).sum());
  }

  private List<StatedPrinciple> lines(Measures measures) {
    List<Aspect> aspects = material.shuffled();
    aspects.removeIf(aspect -> measures.of(aspect).isEmpty());
    int count = 1;
    while (count < MOST_LINES && random.nextBoolean()) {
      count++;
    }
    List<StatedPrinciple> lines = new ArrayList<>();
    for (Aspect aspect : aspects.subList(0, count)) {
      lines.add(stated(aspect));
    }
    return lines;
  }

  private StatedPrinciple stated(Aspect aspect) {
    Principle principle = material.worded(aspect);
    boolean negated = principle.negation().isPresent() && random.nextBoolean();
    return new StatedPrinciple(principle, negated ? Polarity.NEGATED : Polarity.AFFIRMED);
  }

  /** {@return how much more a response has of a line than not, from -0.5 to 0.5} */
  private static double balance(StatedPrinciple line, Measures measures) {
    Aspect aspect = Principles.aspect(line.principle().name());
    double least = aspect == Aspect.CONCISE ? -1 : aspect == Aspect.HONEST ? -0.5 : 0;
    double balance = (measures.of(aspect).orElseThrow() - least) / (1 - least) - MANY;
    return line.polarity() == Polarity.AFFIRMED ? balance : -balance;
  }
}
