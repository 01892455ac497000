package io.github.salmon4j.language;

import java.util.Set;

/**
 * How tokens are chosen, and when a response ends.
 *
 * @param maxNewTokens largest number of tokens to add; at least 1
 * @param temperature divisor of the logits; 0 always takes the likeliest token
 * @param topP keep the likeliest tokens whose probabilities reach this sum; above 0, at most 1; 1
 *     keeps all
 * @param topK keep this many of the likeliest tokens; 0 keeps all
 * @param stopTokens ids that end a response, in addition to the model's own end of text
 * @param stopStrings texts that end a response as soon as its own decoded text contains one; none
 *     is empty. Text of the prompt does not count, and the tokens are kept whole: the last one may
 *     go beyond the stop.
 */
public record GenerationSettings(
    int maxNewTokens,
    double temperature,
    double topP,
    int topK,
    Set<Integer> stopTokens,
    Set<String> stopStrings) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public GenerationSettings {
    stopTokens = Set.copyOf(stopTokens);
    stopStrings = Set.copyOf(stopStrings);
    require(maxNewTokens >= 1, "maxNewTokens", "1 or more", maxNewTokens);
    require(temperature >= 0 && temperature < 1e6, "temperature", "0 or more", temperature);
    require(topP > 0 && topP <= 1, "topP", "above 0, at most 1", topP);
    require(topK >= 0, "topK", "0 or more", topK);
    require(!stopStrings.contains(""), "stopStrings", "texts of 1 character or more", stopStrings);
  }

  /**
   * {@return settings that always take the likeliest token}
   *
   * @param maxNewTokens largest number of tokens to add
   */
  public static GenerationSettings greedy(int maxNewTokens) {
    return new GenerationSettings(maxNewTokens, 0, 1, 0, Set.of(), Set.of());
  }

  /**
   * {@return settings that sample as SALMON does for response pairs: temperature 0.7, no top-p, no
   * top-k}
   *
   * @param maxNewTokens largest number of tokens to add
   */
  public static GenerationSettings sampling(int maxNewTokens) {
    return new GenerationSettings(maxNewTokens, 0.7, 1, 0, Set.of(), Set.of());
  }

  /**
   * {@return these settings with other texts that end a response}
   *
   * @param texts each of 1 character or more
   * @throws IllegalArgumentException if one is empty
   */
  public GenerationSettings stoppingAt(String... texts) {
    return new GenerationSettings(maxNewTokens, temperature, topP, topK, stopTokens, Set.of(texts));
  }

  private static void require(boolean holds, String name, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
    }
  }
}
