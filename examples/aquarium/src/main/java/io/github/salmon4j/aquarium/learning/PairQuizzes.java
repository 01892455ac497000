package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Oracle;
import io.github.salmon4j.aquarium.world.Task;
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

/**
 * Many short questions on end with two answers each, in the sections of a judge's question: what is
 * right of them, and which is better.
 */
final class PairQuizzes {

  private static final List<Aspect> OF_RESPONSES =
      List.of(Aspect.HONEST, Aspect.SAME_LANGUAGE, Aspect.NATURAL, Aspect.MODEST);
  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH - 280;
  private static final Form[] FORMS = Form.values();
  private static final int ASPECTS = 4;
  private static final String LETTERS = "ab";
  private static final String GUIDE =
      "\n=== Annotation guide ===\nThis time a single aspect counts. ";
  private static final int SHORTEST_END = 8;

  private final LessonMaterial material;
  private final Quizzes quizzes;
  private final Oracle oracle;
  private final Tokenizer tokenizer;
  private final OptionIds options;
  private final Random random;

  PairQuizzes(
      LessonMaterial material, Quizzes quizzes, Oracle oracle, Tokenizer tokenizer, Random random) {
    this.material = material;
    this.quizzes = quizzes;
    this.oracle = oracle;
    this.tokenizer = tokenizer;
    this.options = JudgeTemplate.standard().optionIds(tokenizer);
    this.random = random;
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
  Lesson next() {
    MarkedText text = quizzes.begin();
    while (text.size() < LONGEST) {
      boolean beginner = material.isForBeginners();
      Task task = beginner ? material.task() : quizzes.question();
      if (!beginner && random.nextBoolean()) {
        addPair(text, task, quizzes.sentences(task), Quizzes.OF_SENTENCES);
      } else {
        addPair(text, task, responses(task), beginner ? some(task) : OF_RESPONSES);
      }
    }
    return text.lesson(Quizzes.MARK);
  }

  /** {@return some qualities of those that apply to a task} */
  private List<Aspect> some(Task task) {
    List<Aspect> aspects = material.shuffled();
    aspects.removeIf(aspect -> oracle.measure(task, "").of(aspect).isEmpty());
    return aspects.subList(0, ASPECTS);
  }

  private void addPair(MarkedText text, Task task, List<String> answers, List<Aspect> asked) {
    Form form = FORMS[random.nextInt(FORMS.length)];
    text.add("\n\n=== Instruction ===\n" + task.prompt().text());
    for (int i = 0; i < answers.size(); i++) {
      text.add("\n\n=== Output (" + LETTERS.charAt(i) + ") ===\n" + answers.get(i));
      if (form == Form.INLINE) {
        quizzes.addMarks(text, "\n", task, answers.get(i), asked);
      }
    }
    text.add("\n");
    if (form == Form.ONE) {
      int which = random.nextInt(answers.size());
      quizzes.addMarks(text, "\n(" + LETTERS.charAt(which) + ") ", task, answers.get(which), asked);
    } else if (form != Form.INLINE) {
      addVerdicts(text, task, answers, asked, form);
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

  private List<String> responses(Task task) {
    return List.of(quizzes.response(task), quizzes.response(task));
  }
}
