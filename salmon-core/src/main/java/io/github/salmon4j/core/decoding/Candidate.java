package io.github.salmon4j.core.decoding;

import io.github.salmon4j.reward.RewardScore;
import java.util.Objects;

/**
 * A response that was scored.
 *
 * @param index its place among the responses compared, from 0, before they were ranked
 * @param text the response
 * @param score its score
 */
public record Candidate(int index, String text, RewardScore score) {

  /** Checks that nothing is null. */
  public Candidate {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(score, "score");
  }
}
