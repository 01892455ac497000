package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.Truth;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Many short questions on end about the two qualities that take knowledge: is an answer true, and
 * is it in the language of its question? Half of the sentences are wrong and half, where there are
 * two languages, in the other one, so that nothing but knowledge tells.
 */
final class Quizzes {

  /** What sentences are asked about. */
  static final List<Aspect> OF_SENTENCES = List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE);

  /** How much a mark weighs. */
  static final double MARK = 3;

  /** Sums are learned last. */
  private static final List<Kind> KINDS = List.of(Kind.FACT, Kind.ABOUT, Kind.SUM, Kind.SUM);

  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH - 140;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?]) ");
  private static final double MANY = 0.5;

  private final Tasks tasks;
  private final Oracle oracle;
  private final Tokenizer tokenizer;
  private final Random random;

  Quizzes(Tasks tasks, Oracle oracle, Tokenizer tokenizer, Random random) {
    this.tasks = tasks;
    this.oracle = oracle;
    this.tokenizer = tokenizer;
    this.random = random;
  }

  /**
   * {@return questions, each with one sentence and marks}
   *
   * <p>Here each sentence is an answer, true or not; of those in whole responses, most say nothing
   * that is true or false.
   */
  Lesson facts() {
    MarkedText text = begin();
    while (text.size() < LONGEST) {
      addSentence(text, question());
    }
    return text.lesson(MARK);
  }

  /** {@return questions, each with one sentence or one whole response, and marks} */
  Lesson next() {
    MarkedText text = begin();
    while (text.size() < LONGEST) {
      Task task = question();
      switch (random.nextInt(3)) {
        case 0 -> addSentenceBySentence(text, task, response(task));
        case 1 -> addSentence(text, task);
        default -> addWhole(text, task, response(task));
      }
    }
    return text.lesson(MARK);
  }

  private void addSentence(MarkedText text, Task task) {
    String answer = answer(task, either());
    addAnswered(text, task, answer);
    addMarks(text, "\n", task, answer, OF_SENTENCES);
  }

  /** Adds an answer behind its question, or as often, before it, as a reward model reads it. */
  private void addAnswered(MarkedText text, Task task, String answer) {
    String question = task.prompt().text();
    text.add(
        random.nextBoolean()
            ? "\n\n" + question + "\n" + answer
            : "\n\n=== Answer under review ===\n"
                + answer
                + "\n\n=== Request it answers ===\n"
                + question
                + "\n");
  }

  /** Adds a mark behind each sentence; the marks of whole responses follow from these. */
  private void addSentenceBySentence(MarkedText text, Task task, String response) {
    text.add("\n\n" + task.prompt().text() + "\n");
    for (String sentence : sentences(response)) {
      text.add(sentence + " True");
      text.mark(isTrue(task, sentence));
      text.add(" ");
    }
  }

  private void addWhole(MarkedText text, Task task, String response) {
    addAnswered(text, task, response);
    text.add("\nTrue");
    text.mark(sentences(response).stream().allMatch(part -> isTrue(task, part)));
    text.add("\nHonesty");
    text.markShare((honesty(task, response) + MANY) / (1 + MANY));
  }

  private static List<String> sentences(String response) {
    return SENTENCE_END.splitAsStream(response).toList();
  }

  /** {@return whether nothing is wrong with a sentence: it may also say nothing} */
  private boolean isTrue(Task task, String sentence) {
    return honesty(task, sentence) >= MANY;
  }

  private double honesty(Task task, String text) {
    return oracle.measure(task, text).of(Aspect.HONEST).orElseThrow();
  }

  /** Adds what is right of an answer: a name and a yes or no for each quality. */
  void addMarks(MarkedText text, String before, Task task, String answer, List<Aspect> asked) {
    Measures measures = oracle.measure(task, answer);
    for (Aspect aspect : asked) {
      text.add(before + aspect.principle().name());
      text.mark(measures.of(aspect).orElseThrow() > MANY);
    }
  }

  /** {@return an empty text} */
  MarkedText begin() {
    return new MarkedText(tokenizer, TokenIds.of(tokenizer.beginId().orElseThrow()));
  }

  /** {@return whether a task can be answered rightly or wrongly} */
  static boolean isQuestion(Task task) {
    return KINDS.contains(task.kind());
  }

  /** {@return a task that can} */
  Task question() {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    return tasks.draw(kind, LessonMaterial.split(random), random);
  }

  /** {@return two answers to a question, of which one is more honest} */
  List<String> sentences(Task task) {
    while (true) {
      String first = answer(task, either());
      String second = answer(task, either());
      if (oracle.margin(task, first, second, Aspect.HONEST) != 0) {
        return List.of(first, second);
      }
    }
  }

  private Truth either() {
    return random.nextBoolean() ? Truth.TRUE : Truth.FALSE;
  }

  /** {@return a whole response of mixed quality} */
  String response(Task task) {
    return Drafts.draw(task, random).text(random);
  }

  private String answer(Task task, Truth truth) {
    return Drafts.sentence(task, truth, random).text(random);
  }
}
