package io.github.salmon4j.language;

import java.util.Set;

/**
 * How tokens are chosen.
 *
 * @param maxNewTokens largest number of tokens to add; at least 1
 * @param temperature divisor of the logits; 0 always takes the likeliest token
 * @param topP keep the likeliest tokens whose probabilities reach this sum; above 0, at most 1; 1
 *     keeps all
 * @param topK keep this many of the likeliest tokens; 0 keeps all
 * @param stopTokens ids that end a response, in addition to the model's own end of text
 * @param seed row {@code i} of a call draws from a generator seeded by this and {@code i}
 */
public record GenerationSettings(
    int maxNewTokens,
    double temperature,
    double topP,
    int topK,
    Set<Integer> stopTokens,
    long seed) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GenerationSettings {
    stopTokens = Set.copyOf(stopTokens);
    require(maxNewTokens >= 1, "maxNewTokens", "1 or more", maxNewTokens);
    require(temperature >= 0 && temperature < 1e6, "temperature", "0 or more", temperature);
    require(topP > 0 && topP <= 1, "topP", "above 0, at most 1", topP);
    require(topK >= 0, "topK", "0 or more", topK);
  }

  /**
   * {@return settings that always take the likeliest token}
   *
   * @param maxNewTokens largest number of tokens to add
   */
  public static GenerationSettings greedy(int maxNewTokens) {
    return new GenerationSettings(maxNewTokens, 0, 1, 0, Set.of(), 0);
  }

  /**
   * {@return settings that sample as SALMON does for response pairs: temperature 0.7, no top-p, no
   * top-k}
   *
   * @param maxNewTokens largest number of tokens to add
   * @param seed seed of the run
   */
  public static GenerationSettings sampling(int maxNewTokens, long seed) {
    return new GenerationSettings(maxNewTokens, 0.7, 1, 0, Set.of(), seed);
  }

  private static void require(boolean holds, String name, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
    }
  }
}
