package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.aquarium.world.NoisyJudge;
import io.github.salmon4j.aquarium.world.Task;
import io.github.salmon4j.aquarium.world.Tasks;
import io.github.salmon4j.core.template.ChatTemplate;
import io.github.salmon4j.language.TokenIds;
import io.github.salmon4j.language.TokenSequence;
import io.github.salmon4j.language.Tokenizer;
import java.util.List;
import java.util.Random;

/**
 * What the base model is trained on, which stands for what pre-training gives a large one:
 *
 * <ul>
 *   <li>responses of mixed quality;
 *   <li>quizzes and reviews: what is true, what language a text is in, what a text has of a quality
 *       that a sentence names. These marks are right;
 *   <li>comparisons of two texts by the names of qualities, in short; right too;
 *   <li>assessments of single texts in the form in which a reward model will be asked. A mark is
 *       the oracle's measure, as a digit from 0 to 9;
 *   <li>transcripts of a judge at work, in the form in which the model will be asked to judge. Its
 *       verdicts are noisy and biased: {@link NoisyJudge}.
 * </ul>
 */
final class Curriculum {

  private final LessonMaterial material;
  private final Quizzes quizzes;
  private final PairQuizzes pairQuizzes;
  private final Readings readings;
  private final PairLessons pairs;
  private final Tokenizer tokenizer;
  private final ChatTemplate chat = ChatTemplate.salmon("");

  Curriculum(Tasks tasks, NoisyJudge judge, Tokenizer tokenizer, Level level, Random random) {
    this.tokenizer = tokenizer;
    this.quizzes = new Quizzes(tasks, judge.oracle(), tokenizer, random);
    this.material = new LessonMaterial(tasks, quizzes, tokenizer, level, random);
    this.pairQuizzes = new PairQuizzes(material, quizzes, judge.oracle(), tokenizer, random);
    this.readings = new Readings(material, judge.oracle(), quizzes, tokenizer, random);
    this.pairs = new PairLessons(material, judge, tokenizer, random);
  }

  /** {@return a prompt with a response of mixed quality} */
  Lesson demonstration() {
    Task task = material.task();
    TokenIds answer = tokenizer.encode(material.text(task));
    TokenIds end = TokenIds.of(tokenizer.endId().orElseThrow());
    TokenIds prompt = chat.encode(task.prompt(), tokenizer);
    TokenSequence sequence = new TokenSequence(prompt, TokenIds.concat(List.of(answer, end)));
    return new Lesson(sequence, token -> 1);
  }

  /** {@return a quiz of single sentences} */
  Lesson facts() {
    return quizzes.facts();
  }

  /** {@return a quiz of sentences and of whole responses} */
  Lesson quiz() {
    return quizzes.next();
  }

  /** {@return a quiz of pairs of short answers} */
  Lesson pairQuiz() {
    return pairQuizzes.next();
  }

  /** {@return a review of one response} */
  Lesson review() {
    return readings.review();
  }

  /** {@return assessments of one response in the form in which a reward model is asked} */
  Lesson assessment() {
    return readings.assessment();
  }

  /** {@return assessments of many responses on end} */
  Lesson manyAssessments() {
    return readings.manyAssessments();
  }

  /** {@return marks of two responses, each for one of them} */
  Lesson pairReview() {
    return pairs.review();
  }

  /** {@return which of two responses is better by each quality on which they differ} */
  Lesson comparison() {
    return pairs.comparison();
  }

  /** {@return a judge's verdicts on a pair of responses} */
  Lesson transcript() {
    return pairs.transcript();
  }
}
