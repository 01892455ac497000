package io.github.salmon4j.core.data;

import com.google.common.hash.Hashing;
import io.github.salmon4j.preference.Preference;
import io.github.salmon4j.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A division of data by instruction: all examples with the same prompt text land on the same side,
 * so a held-out accuracy is not that of prompts seen in training.
 *
 * <p>The side is a function of seed and text alone: {@code u < fraction} is held out, where {@code
 * u} in [0, 1) is the first 53 bits of the SHA-256 of the seed (8 bytes, big-endian) and the text
 * (UTF-8). So it does not depend on the order of a file, on what else is in it or on the platform,
 * and a larger fraction holds out what a smaller one does, and more. The fraction is met on average
 * over distinct prompts, not exactly. Prompts that differ in one character are different prompts;
 * so are a dialogue and its continuation.
 *
 * @param heldOutFraction expected part of the prompts that is held out, from 0 to 1
 * @param seed chooses among the divisions of that fraction
 */
public record Split(double heldOutFraction, long seed) {

  /** A side of the division. */
  public enum Side {
    /** To learn from. */
    TRAIN,
    /** To measure on. */
    HELD_OUT
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the fraction is outside 0 to 1
   */
  public Split {
    if (!(heldOutFraction >= 0 && heldOutFraction <= 1)) {
      throw new IllegalArgumentException(
          "held-out fraction: expected 0 to 1, found " + heldOutFraction);
    }
  }

  /**
   * {@return the side of a prompt; its kind and length multiplier do not matter}
   *
   * @param prompt the prompt
   */
  public Side side(Prompt prompt) {
    long bits =
        Hashing.sha256()
            .newHasher()
            .putLong(Long.reverseBytes(seed))
            .putString(prompt.text(), StandardCharsets.UTF_8)
            .hash()
            .asLong();
    double u = (Long.reverseBytes(bits) >>> 11) * 0x1p-53;
    return u < heldOutFraction ? Side.HELD_OUT : Side.TRAIN;
  }

  /**
   * {@return the examples on one side, in their order}
   *
   * @param side the side
   * @param examples the examples
   */
  public List<Preference> select(Side side, List<Preference> examples) {
    Objects.requireNonNull(side, "side");
    return examples.stream().filter(example -> side(example.pair().prompt()) == side).toList();
  }
}
