package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.Aspect;
import io.github.salmon4j.aquarium.world.Comparison;
import io.github.salmon4j.aquarium.world.Drafts;
import io.github.salmon4j.aquarium.world.Kind;
import io.github.salmon4j.aquarium.world.Measures;
import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Principles;
import io.github.salmon4j.aquarium.world.Split;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.aquarium.world.Verdict;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.core.template.EncodedInput;
import io.github.salmon4j.core.template.InputLimits;
import io.github.salmon4j.core.template.JudgeTemplate;
import io.github.salmon4j.core.template.JudgeTemplate.OptionIds;
import io.github.salmon4j.core.template.JudgeTemplate.Order;
import io.github.salmon4j.core.template.RewardTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import io.github.salmon4j.preference.ResponsePair;
import io.github.salmon4j.principle.Guideline;
import io.github.salmon4j.principle.Polarity;
import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.StatedPrinciple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * What the base model is trained on, which stands for what pre-training gives a large one:
 *
 * <ul>
 *   <li>responses of mixed quality;
 *   <li>quizzes and reviews: what is true, what language a text is in, what a text has of a quality
 *       that a sentence names. These marks are right;
 *   <li>comparisons of two texts by the names of qualities, in short; right too;
 *   <li>assessments of one text in the form in which a reward model will be asked. These marks are
 *       right, too;
 *   <li>transcripts of a judge at work, in the form in which the model will be asked to judge. Its
 *       verdicts are noisy and biased: {@link NoisyJudge}.
 * </ul>
 */
final class Curriculum {

  private static final int LONGEST = FreshCheckpoint.CONTEXT_LENGTH;
  private static final InputLimits LIMITS = new InputLimits(64, 96, LONGEST);

  /** The explanation at the head of a template is the same in every text: most go without. */
  private static final int EXPLAINED_ONE_IN = 4;

  private static final double MARK = 3;
  private static final double MANY = 0.5;

  private static final int ASSESSMENTS = 5;
  private static final int MOST_LINES = 3;
  private static final int ROOM = 160;
  private static final double UNDECIDED = 0.1;
  private static final double EASY = 0.4;

  /** How often a judge is asked about a quality on which two texts do not differ. */
  private static final double TIES = 0.15;

  private static final Guideline ANY = Guideline.of(Principle.of("any", "any"));
  private static final List<Principle> ANY_TWO =
      List.of(Principle.of("any", "any"), Principle.of("other", "other"));

  private final Tasks tasks;
  private final NoisyJudge judge;
  private final Tokenizer tokenizer;
  private final ChatTemplate chat = ChatTemplate.salmon("");
  private final OptionIds options;
  private final Quizzes quizzes;
  private final Random random;

  Curriculum(Tasks tasks, NoisyJudge judge, Tokenizer tokenizer, Random random) {
    this.tasks = tasks;
    this.judge = judge;
    this.tokenizer = tokenizer;
    this.options = JudgeTemplate.standard().optionIds(tokenizer);
    this.quizzes = new Quizzes(tasks, judge.oracle(), tokenizer, random);
    this.random = random;
  }

  /** {@return a prompt with a response of mixed quality} */
  Lesson demonstration() {
    Task task = task();
    TokenIds answer = tokenizer.encode(text(task));
    TokenIds end = TokenIds.of(tokenizer.endId().orElseThrow());
    TokenIds prompt = chat.encode(task.prompt(), tokenizer);
    TokenSequence sequence = new TokenSequence(prompt, TokenIds.concat(List.of(answer, end)));
    return new Lesson(sequence, token -> 1);
  }

  /** {@return a quiz of short answers} */
  Lesson quiz() {
    return quizzes.single();
  }

  /** {@return a quiz of pairs of short answers} */
  Lesson pairQuiz() {
    return quizzes.pair();
  }

  /** {@return a review of one response: lines of a guideline, each with a yes or a no} */
  Lesson review() {
    Task task = task();
    String response = text(task);
    Measures measures = judge.oracle().measure(task, response);
    TokenIds input =
        RewardTemplate.standard().encode(task.prompt(), response, ANY, tokenizer, LIMITS).shared();
    MarkedText text = new MarkedText(tokenizer, sometimesFromSection(1, input));
    for (Aspect aspect : shuffled()) {
      OptionalDouble value = measures.of(aspect);
      if (value.isPresent() && random.nextDouble() < asking(aspect)) {
        Principle principle = worded(aspect);
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
   * of one line to three, each followed by whether the response has more of it than not}
   */
  Lesson assessment() {
    Task task = task();
    String response =
        task.kind() != Kind.FORBIDDEN && random.nextBoolean()
            ? quizzes.sentences(task).get(0)
            : text(task);
    Measures measures = judge.oracle().measure(task, response);
    TokenIds shared =
        RewardTemplate.standard().encode(task.prompt(), response, ANY, tokenizer, LIMITS).shared();
    MarkedText text = new MarkedText(tokenizer, sometimesFromSection(1, shared));
    for (int i = 0; i < ASSESSMENTS && text.size() < LONGEST - ROOM; i++) {
      List<StatedPrinciple> lines = lines(measures);
      double balance = lines.stream().mapToDouble(line -> balance(line, measures)).sum();
      if (Math.abs(balance) > UNDECIDED) {
        Guideline guideline = new Guideline(lines);
        text.add(
            RewardTemplate.standard()
                .encode(task.prompt(), response, guideline, tokenizer, LIMITS)
                .own());
        text.mark(balance > 0);
        text.add("\n\n=== Points to consider ===\nConsider each of these:\n- ");
      }
    }
    return text.hasMarks() ? text.lesson(MARK) : assessment();
  }

  private List<StatedPrinciple> lines(Measures measures) {
    List<Aspect> aspects = shuffled();
    aspects.removeIf(aspect -> measures.of(aspect).isEmpty());
    int count = 1;
    while (count < MOST_LINES && random.nextBoolean()) {
      count++;
    }
    List<StatedPrinciple> lines = new ArrayList<>();
    for (Aspect aspect : aspects.subList(0, count)) {
      Principle principle = worded(aspect);
      boolean negated = principle.negation().isPresent() && random.nextBoolean();
      lines.add(new StatedPrinciple(principle, negated ? Polarity.NEGATED : Polarity.AFFIRMED));
    }
    return lines;
  }

  /** {@return how much more a response has of a line than not, from -0.5 to 0.5} */
  private static double balance(StatedPrinciple line, Measures measures) {
    double value = measures.of(aspect(line.principle())).orElseThrow();
    double balance = Math.max(0, Math.min(1, value)) - MANY;
    return line.polarity() == Polarity.AFFIRMED ? balance : -balance;
  }

  /** {@return the quality that a principle states, or an intervention} */
  private static Aspect aspect(Principle principle) {
    return Arrays.stream(Aspect.values())
        .filter(aspect -> aspect.principle().name().equals(principle.name()))
        .findFirst()
        .orElseGet(
            () ->
                Principles.toThePoint().iterator().next().name().equals(principle.name())
                    ? Aspect.TO_THE_POINT
                    : Aspect.MODEST);
  }

  /** {@return marks of two responses, each for one of them} */
  Lesson pairReview() {
    Task task = task();
    List<String> responses = responses(task);
    MarkedText text = new MarkedText(tokenizer, pairBegin(task, responses));
    for (Aspect aspect : shuffled()) {
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
    Task task = task();
    List<String> responses = responses(task);
    MarkedText text = new MarkedText(tokenizer, pairBegin(task, responses));
    for (Aspect aspect : shuffled()) {
      double margin = judge.oracle().margin(task, responses.get(0), responses.get(1), aspect);
      if (margin != 0 && random.nextDouble() < asking(aspect)) {
        Principle principle = worded(aspect);
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
    Task task = task();
    List<String> responses = responses(task);
    ResponsePair pair = new ResponsePair(task.prompt(), responses.get(0), responses.get(1));
    List<Aspect> aspects = asked(task, pair);
    List<EncodedInput> questions =
        JudgeTemplate.standard()
            .encode(
                pair,
                aspects.stream().map(this::worded).toList(),
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
      Comparison comparison =
          new Comparison(task, pair.first(), pair.second(), aspects.get(i), Polarity.AFFIRMED);
      text.mark(judge.verdict(comparison, random) == Verdict.A ? options.a() : options.b());
    }
    return text.lesson(MARK);
  }

  private List<Aspect> asked(Task task, ResponsePair pair) {
    List<Aspect> asked = new ArrayList<>();
    for (Aspect aspect : shuffled()) {
      boolean differ = judge.oracle().margin(task, pair.first(), pair.second(), aspect) != 0;
      if (random.nextDouble() < (differ ? asking(aspect) : TIES)) {
        asked.add(aspect);
      }
    }
    return asked.isEmpty() ? List.of(Aspect.CONCISE) : asked;
  }

  /** {@return how often a quality is asked about: those learned last, always} */
  private static double asking(Aspect aspect) {
    return aspect == Aspect.HONEST || aspect == Aspect.NATURAL ? 1 : EASY;
  }

  private TokenIds pairBegin(Task task, List<String> responses) {
    ResponsePair pair = new ResponsePair(task.prompt(), responses.get(0), responses.get(1));
    TokenIds input =
        JudgeTemplate.standard()
            .encode(pair, ANY_TWO, Order.AS_GIVEN, tokenizer, LONGEST)
            .get(0)
            .shared();
    return sometimesFromSection(2, input);
  }

  /** {@return an input, mostly without what stands between the begin token and a section} */
  private TokenIds sometimesFromSection(int section, TokenIds input) {
    if (random.nextInt(EXPLAINED_ONE_IN) == 0) {
      return input;
    }
    int mark = tokenizer.encode("===").get(0);
    int from = -1;
    for (int found = 0; found < section; ) {
      from++;
      found += input.get(from) == mark ? 1 : 0;
    }
    return TokenIds.concat(List.of(input.slice(0, 1), input.slice(from, input.size())));
  }

  /** {@return a quality in a wording of training, or in the words of an intervention} */
  private Principle worded(Aspect aspect) {
    int wording = random.nextInt(Aspect.FIRST_HELD_OUT + 1);
    if (wording < Aspect.FIRST_HELD_OUT) {
      return aspect.principle(wording);
    }
    return switch (aspect) {
      case MODEST -> Principles.noSelfAssessment().iterator().next();
      case TO_THE_POINT -> Principles.toThePoint().iterator().next();
      default -> worded(aspect);
    };
  }

  private List<Aspect> shuffled() {
    List<Aspect> aspects = new ArrayList<>(Arrays.asList(Aspect.values()));
    Collections.shuffle(aspects, random);
    return aspects;
  }

  /** {@return two whole responses, or as often, to a question, two sentences of a quiz} */
  private List<String> responses(Task task) {
    return task.kind() != Kind.FORBIDDEN && random.nextBoolean()
        ? quizzes.sentences(task)
        : List.of(text(task), text(task));
  }

  private String text(Task task) {
    return Drafts.draw(task, random).text(random);
  }

  /** Every prompt of the world is read about; which ones are held out matters only later. */
  private Task task() {
    return tasks.draw(split(random), random);
  }

  static Split split(Random random) {
    return random.nextInt(4) == 0 ? Split.HELD_OUT : Split.TRAIN;
  }
}
