package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Comparison;
import io.github.salmon4j.aquarium.world.NoisyJudge;
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
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Lessons about two responses: marks of either, which is better, and a judge's verdicts. */
final class PairLessons {

  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH;
  private static final List<Principle> ANY_TWO =
      List.of(Principle.of("any", "any"), Principle.of("other", "other"));

  private static final double MARK = 3;
  private static final double MANY = 0.5;

  /** How often a judge is asked about a quality on which two texts do not differ. */
  private static final double TIES = 0.35;

  private static final Set<Aspect> HARD = EnumSet.of(Aspect.HONEST, Aspect.NATURAL, Aspect.MODEST);

  private final LessonMaterial material;
  private final NoisyJudge judge;
  private final Tokenizer tokenizer;
  private final OptionIds options;
  private final Random random;

  PairLessons(LessonMaterial material, NoisyJudge judge, Tokenizer tokenizer, Random random) {
    this.material = material;
    this.judge = judge;
    this.tokenizer = tokenizer;
    this.options = JudgeTemplate.standard().optionIds(tokenizer);
    this.random = random;
  }

  /** {@return marks of two responses, each for one of them} */
  Lesson review() {
    Task task = material.task();
    List<String> responses = material.responses(task);
    MarkedText text = new MarkedText(tokenizer, pairBegin(task, responses));
    for (Aspect aspect : material.shuffled()) {
      int which = random.nextInt(2);
      OptionalDouble value = judge.oracle().measure(task, responses.get(which)).of(aspect);
      if (value.isPresent()) {
        text.add("(" + "ab".charAt(which) + ") " + aspect.principle().name());
        text.mark(value.getAsDouble() > MANY);
        text.add("\n");
      }
    }
    return text.lesson(MARK);
  }

  /**
   * {@return which of two responses is better by each quality on which they differ: by its name
   * alone, or behind its definition}
   */
  Lesson comparison() {
    Task task = material.task();
    List<String> responses = material.responses(task);
    MarkedText text = new MarkedText(tokenizer, pairBegin(task, responses));
    for (Aspect aspect : material.shuffled()) {
      double margin = judge.oracle().margin(task, responses.get(0), responses.get(1), aspect);
      if (margin != 0 && !material.leavesOut(aspect, HARD)) {
        Principle principle = material.worded(aspect);
        String definition = random.nextBoolean() ? principle.definition() + "\n" : "";
        text.add(definition + "As for " + principle.name() + ", the better one is Output (");
        text.mark(margin > 0 ? options.a() : options.b());
        text.add(")\n");
      }
    }
    return text.hasMarks() ? text.lesson(MARK) : comparison();
  }

  /** {@return a judge's verdicts on a pair of responses, several in a row} */
  Lesson transcript() {
    Task task = material.task();
    List<String> responses = material.responses(task);
    ResponsePair pair = new ResponsePair(task.prompt(), responses.get(0), responses.get(1));
    List<Aspect> aspects = asked(task, pair);
    List<EncodedInput> questions =
        JudgeTemplate.standard()
            .encode(
                pair,
                aspects.stream().map(material::worded).toList(),
                Order.AS_GIVEN,
                tokenizer,
                LONGEST);
    MarkedText text = new MarkedText(tokenizer, questions.get(0).tokens());
    TokenIds between = tokenizer.encode(")\n\n");
    for (int i = 0; i < aspects.size(); i++) {
      if (i > 0) {
        TokenIds next = TokenIds.concat(List.of(between, questions.get(i).own()));
        if (text.size() + next.size() >= LONGEST) {
          break;
        }
        text.add(next);
      }
      Comparison comparison = new Comparison(task, pair.first(), pair.second(), aspects.get(i));
      text.mark(judge.prefersA(comparison, random) ? options.a() : options.b());
    }
    return text.lesson(MARK);
  }

  private List<Aspect> asked(Task task, ResponsePair pair) {
    List<Aspect> asked = new ArrayList<>();
    for (Aspect aspect : material.shuffled()) {
      boolean differ = judge.oracle().margin(task, pair.first(), pair.second(), aspect) != 0;
      if (differ ? !material.leavesOut(aspect, HARD) : random.nextDouble() < TIES) {
        asked.add(aspect);
      }
    }
    return asked.isEmpty() ? List.of(Aspect.CONCISE) : asked;
  }

  private TokenIds pairBegin(Task task, List<String> responses) {
    ResponsePair pair = new ResponsePair(task.prompt(), responses.get(0), responses.get(1));
    TokenIds input =
        JudgeTemplate.standard()
            .encode(pair, ANY_TWO, Order.AS_GIVEN, tokenizer, LONGEST)
            .get(0)
            .shared();
    return material.sometimesFromSection(2, input);
  }
}
