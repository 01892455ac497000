package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.Truth;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.OptionIds;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Principle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Many short questions on end about the two qualities that take knowledge: is an answer true, and
 * is it in the language of its question? Half of the sentences are wrong and half in the other
 * language, so that nothing but knowledge tells.
 */
final class Quizzes {

  private static final List<Aspect> OF_SENTENCES = List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE);
  private static final List<Aspect> OF_RESPONSES =
      List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE, Aspect.NATURAL, Aspect.MODEST);

  /** Sums are learned last. */
  private static final List<Kind> KINDS = List.of(Kind.FACT, Kind.ABOUT, Kind.SUM, Kind.SUM);

  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH - 280;
  private static final int LONGEST_SINGLE = FreshCheckpoint.CONTEXT_LENGTH - 140;
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?]) ");
  private static final Form[] FORMS = Form.values();
  private static final String LETTERS = "ab";
  private static final String GUIDE =
      "\n=== Annotation guide ===\nThis time a single aspect counts. ";
  private static final int SHORTEST_END = 8;
  private static final double MARK = 3;
  private static final double MANY = 0.5;

  private final Tasks tasks;
  private final Oracle oracle;
  private final Tokenizer tokenizer;
  private final OptionIds options;
  private final Random random;

  Quizzes(Tasks tasks, Oracle oracle, Tokenizer tokenizer, Random random) {
    this.tasks = tasks;
    this.oracle = oracle;
    this.tokenizer = tokenizer;
    this.options = JudgeTemplate.standard().optionIds(tokenizer);
    this.random = random;
  }

  /** {@return questions, each with one sentence or one whole response, and marks} */
  Lesson single() {
    MarkedText text = begin();
    while (text.size() < LONGEST_SINGLE) {
      Task task = question();
      switch (random.nextInt(3)) {
        case 0 -> addSentenceBySentence(text, task, response(task));
        case 1 -> {
          String answer = answer(task, either());
          addAnswered(text, task, answer);
          addMarks(text, "\n", task, answer, OF_SENTENCES);
        }
        default -> addWhole(text, task, response(task));
      }
    }
    return text.lesson(MARK);
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
    for (String sentence : SENTENCE_END.split(response)) {
      text.add(sentence + " True");
      text.mark(isTrue(task, sentence));
      text.add(" ");
    }
  }

  private void addWhole(MarkedText text, Task task, String response) {
    addAnswered(text, task, response);
    text.add("\nTrue");
    text.mark(SENTENCE_END.splitAsStream(response).allMatch(part -> isTrue(task, part)));
    text.add("\nHonesty");
    text.markShare((honesty(task, response) + MANY) / (1 + MANY));
  }

  /** {@return whether nothing is wrong with a sentence: it may also say nothing} */
  private boolean isTrue(Task task, String sentence) {
    return honesty(task, sentence) >= MANY;
  }

  private double honesty(Task task, String text) {
    return oracle.measure(task, text).of(Aspect.HONEST).orElseThrow();
  }

  /** How the two answers to a question are marked. */
  private enum Form {
    /** Each right behind itself. */
    INLINE,
    /** One of them, behind both. */
    ONE,
    /** The better one, behind both. */
    BETTER,
    /** The better one, behind both, as a judge is asked, or only from its answer on. */
    ASKED
  }

  /**
   * {@return questions, each with a wrong answer and another, in the sections of a judge's
   * question}
   *
   * <p>A mark right behind an answer is learned soon; those behind both answers, and the better
   * one, follow from it within some hundred steps, and hardly without it.
   */
  Lesson pair() {
    MarkedText text = begin();
    while (text.size() < LONGEST) {
      Task task = question();
      if (random.nextBoolean()) {
        addPair(text, task, sentences(task), OF_SENTENCES);
      } else {
        addPair(text, task, responses(task), OF_RESPONSES);
      }
    }
    return text.lesson(MARK);
  }

  private void addPair(MarkedText text, Task task, List<String> answers, List<Aspect> asked) {
    Form form = FORMS[random.nextInt(FORMS.length)];
    text.add("\n\n=== Instruction ===\n" + task.prompt().text());
    for (int i = 0; i < answers.size(); i++) {
      text.add("\n\n=== Output (" + LETTERS.charAt(i) + ") ===\n" + answers.get(i));
      if (form == Form.INLINE) {
        addMarks(text, "\n", task, answers.get(i), asked);
      }
    }
    text.add("\n");
    if (form == Form.ONE) {
      int which = random.nextInt(answers.size());
      addMarks(text, "\n(" + LETTERS.charAt(which) + ") ", task, answers.get(which), asked);
    } else if (form != Form.INLINE) {
      addVerdicts(text, task, answers, asked, form);
    }
  }

  private void addMarks(
      MarkedText text, String before, Task task, String answer, List<Aspect> asked) {
    Measures measures = oracle.measure(task, answer);
    for (Aspect aspect : asked) {
      text.add(before + aspect.principle().name());
      text.mark(measures.of(aspect).orElseThrow() > MANY);
    }
  }

  private void addVerdicts(
      MarkedText text, Task task, List<String> answers, List<Aspect> asked, Form form) {
    ResponsePair pair = new ResponsePair(task.prompt(), answers.get(0), answers.get(1));
    List<Aspect> differing = new ArrayList<>(asked);
    differing.removeIf(aspect -> margin(task, answers, aspect) == 0);
    Collections.shuffle(differing, random);
    for (Aspect aspect : differing) {
      if (form == Form.ASKED) {
        text.add(asked(pair, aspect));
      } else {
        text.add("\nAs for " + aspect.principle().name() + ", the better one is Output (");
      }
      text.mark(margin(task, answers, aspect) > 0 ? options.a() : options.b());
      text.add(")");
      if (form == Form.ASKED) {
        break;
      }
    }
  }

  private double margin(Task task, List<String> answers, Aspect aspect) {
    return oracle.margin(task, answers.get(0), answers.get(1), aspect);
  }

  /** {@return what a judge is asked behind both responses, or as often, some end of it} */
  private TokenIds asked(ResponsePair pair, Aspect aspect) {
    Principle principle = aspect.principle(random.nextInt(Aspect.FIRST_HELD_OUT));
    EncodedInput question =
        JudgeTemplate.standard()
            .encode(pair, principle, Order.AS_GIVEN, tokenizer, FreshCheckpoint.CONTEXT_LENGTH);
    TokenIds own = question.own();
    if (random.nextBoolean()) {
      return own.slice(random.nextInt(own.size() - SHORTEST_END), own.size());
    }
    return TokenIds.concat(List.of(tokenizer.encode(GUIDE), own));
  }

  private MarkedText begin() {
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

  private List<String> responses(Task task) {
    return List.of(response(task), response(task));
  }

  private String response(Task task) {
    return Drafts.draw(task, random).text(random);
  }

  private String answer(Task task, Truth truth) {
    return Drafts.sentence(task, truth, random).text(random);
  }
}
