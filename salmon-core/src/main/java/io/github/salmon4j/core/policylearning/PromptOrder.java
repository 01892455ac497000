package io.github.salmon4j.core.policylearning;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.salmon4j.core.training.DataOrder;
import io.github.salmon4j.core.training.TrainingCursor;
import io.github.salmon4j.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which prompts each step of a run asks: every epoch is one random permutation of all prompts, cut
 * into steps; what is left over at its end makes a smaller step. The number of a step alone
 * decides, so it is all that a resumed run needs to know.
 *
 * <p>The released SALMON code leaves the leftover out of the number of steps that its learning rate
 * is planned for.
 */
public final class PromptOrder {

  private final List<Prompt> prompts;
  private final DataOrder order;
  private final int epochs;

  /**
   * An order.
   *
   * @param prompts the prompts, at least one, none too long for the policy
   * @param perStep prompts of one step; 1 or more
   * @param epochs how often each prompt is asked; 1 or more
   * @param seed chooses among the orders
   * @throws IllegalArgumentException if one is out of its range
   */
  public PromptOrder(List<Prompt> prompts, int perStep, int epochs, long seed) {
    this.prompts = List.copyOf(prompts);
    this.order = new DataOrder(this.prompts.size(), perStep, seed);
    this.epochs = epochs;
    if (epochs < 1) {
      throw new IllegalArgumentException("prompt epochs: expected 1 or more, found " + epochs);
    }
  }

  /** {@return the number of steps of a run} */
  public long steps() {
    return order.stepsPerEpoch() * epochs;
  }

  /**
   * {@return the prompts of a step}
   *
   * @param step how many steps were before it, from 0 to {@code steps() - 1}
   * @throws IllegalArgumentException if there is no such step
   */
  public List<Prompt> prompts(long step) {
    if (step < 0 || step >= steps()) {
      throw new IllegalArgumentException(
          "step: expected 0 to " + (steps() - 1) + ", found " + step);
    }
    long epoch = step / order.stepsPerEpoch();
    long position = step % order.stepsPerEpoch() * order.batch();
    return order.batch(prompts, new TrainingCursor(order.seed(), epoch, position, step));
  }

  /** {@return SHA-256 over the prompts, their order and the numbers, as 64 hexadecimal digits} */
  public String hash() {
    Hasher sha256 = Hashing.sha256().newHasher();
    sha256.putInt(order.batch()).putInt(epochs).putLong(order.seed());
    for (Prompt prompt : prompts) {
      sha256
          .putInt(prompt.text().length())
          .putString(prompt.text(), StandardCharsets.UTF_8)
          .putString(prompt.kind().name(), StandardCharsets.UTF_8)
          .putDouble(prompt.lengthMultiplier());
    }
    return sha256.hash().toString();
  }
}
