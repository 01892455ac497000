package io.github.salmon4j.core.advantage;

/**
 * Which entry of a row carries the score of the whole response. With gamma = lambda = 1 both give
 * every token of the response the same advantage.
 */
public enum ScorePlacement {
  /**
   * The last token that counts. AlpacaFarm, TRL and OpenAI's lm-human-preferences; every row needs
   * a token that counts.
   */
  LAST_TOKEN,
  /**
   * The last column, padding or not, as in the released SALMON code. That code counts padding
   * everywhere, so the mask must count the last column of every row: {@code ValidTokens.all(B, T)},
   * with log-probabilities of 0 in the padding.
   */
  LAST_SLOT
}
