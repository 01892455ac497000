package io.github.salmon4j.aquarium.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many lessons of each kind a batch has.
 *
 * @param demonstrations prompts with responses
 * @param quizzes of short answers, true or not
 * @param pairQuizzes of pairs of short answers
 * @param reviews of one response
 * @param pairReviews of two responses
 * @param comparisons of two responses, in short
 * @param transcripts of a judge
 * @param assessments of one response, as a reward model is asked for them
 * @param manyAssessments of many responses on end
 */
record Mixture(
    int demonstrations,
    int quizzes,
    int pairQuizzes,
    int reviews,
    int pairReviews,
    int comparisons,
    int transcripts,
    int assessments,
    int manyAssessments) {

  /** {@return a batch} */
  List<Lesson> draw(Curriculum curriculum) {
    List<Lesson> lessons = new ArrayList<>();
    add(lessons, demonstrations, curriculum::demonstration);
    add(lessons, quizzes, curriculum::quiz);
    add(lessons, pairQuizzes, curriculum::pairQuiz);
    add(lessons, reviews, curriculum::review);
    add(lessons, pairReviews, curriculum::pairReview);
    add(lessons, comparisons, curriculum::comparison);
    add(lessons, transcripts, curriculum::transcript);
    add(lessons, assessments, curriculum::assessment);
    add(lessons, manyAssessments, curriculum::manyAssessments);
    return lessons;
  }

  private static void add(List<Lesson> lessons, int count, Supplier<Lesson> kind) {
    for (int i = 0; i < count; i++) {
      lessons.add(kind.get());
    }
  }
}
