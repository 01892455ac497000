package io.github.salmon4j.core.labeling;

import io.github.salmon4j.principle.PrincipleSet;
import java.util.Objects;

/**
 * What labels must agree in to stand in one log.
 *
 * @param judge who judges: whatever tells the model from others, such as the hashes of checkpoint
 *     and adapter; not blank
 * @param templateHash what the judge was shown, see {@link
 *     io.github.salmon4j.core.template.JudgeTemplate#hash()}
 * @param totalTokens most tokens of one input, which decides what was cut; 1 or more
 * @param principles what was judged by, in this order
 */
public record LabelIdentity(
    String judge, String templateHash, int totalTokens, PrincipleSet principles) {

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if the judge is blank, the tokens are not positive, or there
   *     are no principles
   */
  public LabelIdentity {
    Objects.requireNonNull(templateHash, "templateHash");
    if (judge.isBlank()) {
      throw new IllegalArgumentException("judge: expected a name, found blank");
    }
    if (totalTokens < 1) {
      throw new IllegalArgumentException("total tokens: expected 1 or more, found " + totalTokens);
    }
    if (principles.size() == 0) {
      throw new IllegalArgumentException("principles: expected at least 1, found 0");
    }
  }
}
