package io.github.salmon4j.core.checkpoint;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where all chance of a run comes from: a fresh generator for each purpose and step, which follows
 * from the seed alone. So there is no generator's state to save, a resumed run draws what an
 * uninterrupted one does, and one purpose that draws more does not disturb another.
 *
 * <p>{@code SHA-256(seed, step, purpose)}, numbers in little-endian order; its first 64 bits seed a
 * {@link SplittableRandom}, and the generator is its split: state and increment differ, so that
 * generators do not run through parts of one sequence. With 64 bits, a million generators contain
 * two equal ones with probability 3e-8.
 *
 * <p>Not saved instead: {@code java.util.random}'s generators have no state that can be read, and
 * those of Commons Math only through Java's serialization and with other methods.
 *
 * @param seed any number
 */
public record RunSeed(long seed) {

  /**
   * {@return the generator of a purpose in a step} Each call returns a new one that begins at the
   * beginning.
   *
   * @param purpose what it is for, such as {@code sampling}
   * @param step the step, or whatever else counts
   */
  public RandomGenerator generator(String purpose, long step) {
    Objects.requireNonNull(purpose, "purpose");
    long state =
        Hashing.sha256()
            .newHasher()
            .putLong(seed)
            .putLong(step)
            .putString(purpose, StandardCharsets.UTF_8)
            .hash()
            .asLong();
    return new SplittableRandom(state).split();
  }
}
