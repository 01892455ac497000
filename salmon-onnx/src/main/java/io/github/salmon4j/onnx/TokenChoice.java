package io.github.salmon4j.onnx;

import io.github.salmon4j.language.GenerationSettings;
import java.util.random.RandomGenerator;

/**
 * Chooses the next token: the likeliest, or one drawn from the softmax after top-k and then top-p
 * (Holtzman et al. 2020, arXiv:1904.09751, section 3.1) took the unlikely ones away.
 *
 * <p>A draw inverts the cumulative distribution at one uniform number. Where nothing is taken away,
 * that is a walk over the vocabulary; else only the tokens that stay are put in order. For one
 * thread.
 */
final class TokenChoice {

  private final GenerationSettings settings;

  /** Of each token, exp of its scaled logit less the largest: proportional to its probability. */
  private double[] weights = new double[0];

  TokenChoice(GenerationSettings settings) {
    this.settings = settings;
  }

  /**
   * A token and how likely it was.
   *
   * @param token the id
   * @param logProb its log-probability at the sampling temperature (1 if greedy), nothing taken
   *     away, in nats
   */
  record Chosen(int token, float logProb) {}

  /**
   * {@return the next token; of equally likely ones the first}
   *
   * @param logits those of the next token, [V]
   * @param random where one uniform number is drawn from, unless the choice is greedy
   * @throws ArithmeticException if they are no finite numbers
   */
  Chosen choose(float[] logits, RandomGenerator random) {
    double temperature = settings.temperature() == 0 ? 1 : settings.temperature();
    int likeliest = 0;
    for (int id = 1; id < logits.length; id++) {
      likeliest = logits[id] > logits[likeliest] ? id : likeliest;
    }
    double sum = weigh(logits, logits[likeliest], temperature);
    double logSum = logits[likeliest] / temperature + Math.log(sum);
    if (!Double.isFinite(logSum)) {
      throw new ArithmeticException(
          "logits of the next token: expected finite numbers, found some that are not");
    }
    int token = settings.temperature() == 0 ? likeliest : draw(logits, sum, random.nextDouble());
    return new Chosen(token, (float) (logits[token] / temperature - logSum));
  }

  private double weigh(float[] logits, float largest, double temperature) {
    if (weights.length != logits.length) {
      weights = new double[logits.length];
    }
    double sum = 0;
    for (int id = 0; id < logits.length; id++) {
      weights[id] = Math.exp((logits[id] - largest) / temperature);
      sum += weights[id];
    }
    return sum;
  }

  private int draw(float[] logits, double sum, double uniform) {
    boolean fewer = settings.topK() > 0 && settings.topK() < logits.length;
    boolean cuts = fewer || settings.topP() < 1;
    return cuts ? drawFromLikeliest(logits, sum, uniform) : drawFromAll(uniform * sum);
  }

  /** {@return the first token up to which the weights exceed a point below their sum} */
  private int drawFromAll(double point) {
    double upTo = 0;
    int last = 0;
    for (int id = 0; id < weights.length; id++) {
      upTo += weights[id];
      if (upTo > point) {
        return id;
      }
      last = weights[id] > 0 ? id : last;
    }
    return last; // the point was rounded up to the sum
  }

  private int drawFromLikeliest(float[] logits, double sum, double uniform) {
    LikeliestFirst order = new LikeliestFirst(logits);
    int kept = settings.topK() == 0 ? logits.length : Math.min(settings.topK(), logits.length);
    double bound = settings.topP() * (kept == logits.length ? sum : weightOfFirst(order, kept));
    double mass = 0;
    int count = 0;
    while (count < kept && (count == 0 || mass < bound)) {
      mass += weights[order.get(count)];
      count++;
    }
    double point = uniform * mass;
    double upTo = 0;
    for (int i = 0; i < count - 1; i++) {
      upTo += weights[order.get(i)];
      if (upTo > point) {
        return order.get(i);
      }
    }
    return order.get(count - 1);
  }

  private double weightOfFirst(LikeliestFirst order, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[order.get(i)];
    }
    return sum;
  }
}
