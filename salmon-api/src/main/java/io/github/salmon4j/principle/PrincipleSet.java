package io.github.salmon4j.principle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * An ordered, immutable collection of principles with distinct names.
 *
 * <p>A set is its own version: {@link #contentHash()} changes with every name, text, weight, boost
 * and with the order, so a label, a checkpoint or a training run can say exactly which principles
 * it saw.
 */
public final class PrincipleSet implements Iterable<Principle> {

  private final List<Principle> principles;
  private final String contentHash;

  private PrincipleSet(List<Principle> principles) {
    this.principles = principles;
    this.contentHash = hash(principles);
  }

  /**
   * {@return a set of these principles in this order}
   *
   * @param principles may be empty
   * @throws IllegalArgumentException if two have the same name, or one breaks a rule of {@link
   *     Principle}
   */
  public static PrincipleSet of(List<? extends Principle> principles) {
    List<Principle> copy = List.copyOf(principles);
    Set<String> names = new HashSet<>();
    for (Principle principle : copy) {
      PrincipleRules.check(principle);
      if (!names.add(principle.name())) {
        throw new IllegalArgumentException(
            "principle set: expected distinct names, found '" + principle.name() + "' twice");
      }
    }
    return new PrincipleSet(copy);
  }

  /**
   * {@return a set of these principles in this order}
   *
   * @param principles may be empty
   * @throws IllegalArgumentException if two have the same name
   */
  public static PrincipleSet of(Principle... principles) {
    return of(List.of(principles));
  }

  /** {@return the principles in order; unmodifiable} */
  public List<Principle> principles() {
    return principles;
  }

  /** {@return how many principles the set holds} */
  public int size() {
    return principles.size();
  }

  /**
   * {@return the principle of that name}
   *
   * @param name exact name
   * @throws NoSuchElementException if the set has none of that name
   */
  public Principle get(String name) {
    Objects.requireNonNull(name, "name");
    for (Principle principle : principles) {
      if (principle.name().equals(name)) {
        return principle;
      }
    }
    throw new NoSuchElementException(
        "principle '"
            + name
            + "': expected one of "
            + principles.stream().map(Principle::name).toList());
  }

  /** {@return SHA-256 over names, texts, weights, boosts and order, as 64 hexadecimal digits} */
  public String contentHash() {
    return contentHash;
  }

  @Override
  public Iterator<Principle> iterator() {
    return principles.iterator();
  }

  /** Equal sets have equal content hashes: the same principles in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PrincipleSet that && contentHash.equals(that.contentHash);
  }

  @Override
  public int hashCode() {
    return contentHash.hashCode();
  }

  @Override
  public String toString() {
    return "PrincipleSet[" + size() + " principles, " + contentHash.substring(0, 12) + "]";
  }

  private static String hash(List<Principle> principles) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (Principle principle : principles) {
      update(sha256, principle.name());
      update(sha256, principle.definition());
      update(sha256, principle.negation().isPresent() ? "1" : "0");
      update(sha256, principle.negation().orElse(""));
      update(sha256, Double.toString(principle.weight()));
      update(sha256, principle.boostedFor().stream().map(Enum::name).sorted().toList().toString());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The length goes first, so that no two lists of texts run together into the same bytes. */
  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
