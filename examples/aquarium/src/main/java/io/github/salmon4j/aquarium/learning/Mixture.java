package io.github.salmon4j.aquarium.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many lessons of each kind a batch has.
 *
 * @param demonstrations prompts with responses
 * @param facts quizzes of single sentences, half of them true
 * @param quizzes of sentences and of whole responses
 * @param pairQuizzes of pairs of responses
 * @param reviews of one response
 * @param pairReviews of two responses
 * @param comparisons of two responses, in short
 * @param transcripts of a judge
 * @param assessments of one response, as a reward model is asked for them
 * @param manyAssessments of many responses on end
 */
record Mixture(
    int demonstrations,
    int facts,
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
    add(lessons, facts, curriculum::facts);
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

  /** {@return what each lesson of a batch is called} */
  List<String> names() {
    List<String> names = new ArrayList<>();
    add(names, demonstrations, () -> "demonstrations");
    add(names, facts, () -> "facts");
    add(names, quizzes, () -> "quizzes");
    add(names, pairQuizzes, () -> "pair quizzes");
    add(names, reviews, () -> "reviews");
    add(names, pairReviews, () -> "pair reviews");
    add(names, comparisons, () -> "comparisons");
    add(names, transcripts, () -> "transcripts");
    add(names, assessments, () -> "assessments");
    add(names, manyAssessments, () -> "many assessments");
    return names;
  }

  private static <T> void add(List<T> list, int count, Supplier<T> kind) {
    for (int i = 0; i < count; i++) {
      list.add(kind.get());
    }
  }
}
