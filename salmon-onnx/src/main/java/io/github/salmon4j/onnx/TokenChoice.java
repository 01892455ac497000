package io.github.salmon4j.onnx;

import io.github.salmon4j.language.GenerationSettings;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Chooses the next token: the likeliest, or one drawn from the softmax after top-k and then top-p
 * (Holtzman et al. 2020, arXiv:1904.09751, section 3.1) took the unlikely ones away.
 */
final class TokenChoice {

  private final GenerationSettings settings;
  private final RandomGenerator random;

  TokenChoice(GenerationSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
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
   * {@return the next token}
   *
   * @param logits those of the next token, [V]
   * @throws IllegalStateException if they are no finite numbers
   */
  Chosen choose(float[] logits) {
    double temperature = settings.temperature() == 0 ? 1 : settings.temperature();
    int likeliest = 0;
    for (int id = 1; id < logits.length; id++) {
      likeliest = logits[id] > logits[likeliest] ? id : likeliest;
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((logit - logits[likeliest]) / temperature);
    }
    double logSum = logits[likeliest] / temperature + Math.log(sum);
    if (!Double.isFinite(logSum)) {
      throw new IllegalStateException(
          "logits of the next token: expected finite numbers, found some that are not");
    }
    int token = settings.temperature() == 0 ? likeliest : draw(logits, temperature, logSum);
    return new Chosen(token, (float) (logits[token] / temperature - logSum));
  }

  private int draw(float[] logits, double temperature, double logSum) {
    List<Integer> likeliestFirst =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble(id -> -logits[id]))
            .limit(settings.topK() == 0 ? logits.length : settings.topK())
            .toList();
    double[] upTo = new double[likeliestFirst.size()]; // cumulative probability of the top-k
    for (int i = 0; i < upTo.length; i++) {
      double probability = Math.exp(logits[likeliestFirst.get(i)] / temperature - logSum);
      upTo[i] = (i == 0 ? 0 : upTo[i - 1]) + probability;
    }
    int last = firstReaching(upTo, settings.topP() * upTo[upTo.length - 1]);
    double point = random.nextDouble() * upTo[last];
    return likeliestFirst.get(Math.min(last, firstReaching(upTo, point)));
  }

  private static int firstReaching(double[] ascending, double bound) {
    int i = 0;
    while (i < ascending.length - 1 && ascending[i] < bound) {
      i++;
    }
    return i;
  }
}
