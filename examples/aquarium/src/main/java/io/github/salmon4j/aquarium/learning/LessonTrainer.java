package io.github.salmon4j.aquarium.learning;

import io.github.salmon4j.core.optimizer.AdamW;
import io.github.salmon4j.core.optimizer.GradientNorm;
import io.github.salmon4j.core.optimizer.LearningRateSchedule;
import io.github.salmon4j.training.DifferentiableModel;
import io.github.salmon4j.training.FloatMatrix;
import io.github.salmon4j.training.Pass;
import io.github.salmon4j.training.TokenBatch;
import java.util.List;

/**
 * Trains a language model on lessons: the loss is {@code -sum(w log p) / sum(w)} over the response
 * tokens of a batch, written out here over the training contract, as the library's trainers give
 * every token of a response the same weight.
 */
final class LessonTrainer {

  private static final double LARGEST_GRADIENT = 1;

  private final DifferentiableModel model;
  private final AdamW optimizer;
  private final LearningRateSchedule schedule;

  LessonTrainer(DifferentiableModel model, LearningRateSchedule schedule) {
    this.model = model;
    this.optimizer = new AdamW(model.parameters(), new AdamW.Settings(0.9, 0.98, 1e-8, 0.01));
    this.schedule = schedule;
  }

  /** {@return the mean loss of each lesson, in nats, before the step that it makes} */
  double[] step(List<Lesson> lessons) {
    TokenBatch batch = new TokenBatch(lessons.stream().map(Lesson::sequence).toList());
    optimizer.clearGradients();
    double[] losses = new double[lessons.size()];
    try (Pass pass = model.forward(batch)) {
      FloatMatrix logProbs = pass.outputs();
      int columns = logProbs.columns();
      float[] gradient = new float[logProbs.rows() * columns];
      double total = lessons.stream().mapToDouble(LessonTrainer::weight).sum();
      for (int b = 0; b < lessons.size(); b++) {
        Lesson lesson = lessons.get(b);
        for (int t = 0; t < lesson.sequence().response().size(); t++) {
          double weight = lesson.weights().of(t) / total;
          losses[b] -= lesson.weights().of(t) * logProbs.get(b, t) / weight(lesson);
          gradient[b * columns + t] = (float) -weight;
        }
      }
      pass.backward(FloatMatrix.of(logProbs.rows(), columns, gradient));
    }
    GradientNorm.clipInPlace(model.parameters(), LARGEST_GRADIENT);
    optimizer.step(schedule.at(optimizer.steps() + 1));
    return losses;
  }

  private static double weight(Lesson lesson) {
    double sum = 0;
    for (int t = 0; t < lesson.sequence().response().size(); t++) {
      sum += lesson.weights().of(t);
    }
    return sum;
  }
}
