package io.github.salmon4j.core.principles;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The principle sets of SALMON (Sun et al. 2023, arXiv:2310.05910) and SELF-ALIGN (Sun et al. 2023,
 * arXiv:2305.03047), in words of our own.
 *
 * <p>Names, order and weights are those of the papers and of the released code. Every text is a
 * paraphrase, so a score under these sets is not one under the released texts. Every principle can
 * be negated except the interventions; only the negations of {@link #rewardModeling()} have a
 * counterpart in SALMON, all others are ours. Boosts are explicit here, while the released code
 * looks for words in the names, which finds nothing in most of these sets.
 */
public final class BuiltInPrinciples {

  private static final PrincipleSet REWARD_MODELING = load("reward-modeling");
  private static final PrincipleSet REINFORCEMENT = load("reinforcement");
  private static final PrincipleSet HONEST = load("honest");
  private static final PrincipleSet HARMLESS = load("harmless");
  private static final PrincipleSet INTERVENTIONS = load("interventions");
  private static final PrincipleSet SELF_ALIGN = load("self-align");

  private static final PrincipleSet REWARD_DATA =
      without(REWARD_MODELING, Set.of("Overall Helpful", "Natural and Fluent", "Multilingual"));
  private static final PrincipleSet NON_EVASIVE =
      without(
          REINFORCEMENT,
          Set.of("Honest and Accurate", "Ethical", "Privacy Protection", "Candor", "Stand-Alone"));

  private BuiltInPrinciples() {}

  /**
   * {@return the 11 principles by which pairs of responses are judged, each of weight 1} Source:
   * SALMON, section 3.2 and its table of principles for preference modeling, negations included.
   */
  public static PrincipleSet rewardModeling() {
    return REWARD_MODELING;
  }

  /**
   * {@return the 8 of {@link #rewardModeling()}, in its order, that guidelines of reward training
   * data are drawn from} Source: the released code, which judges by the other three (Overall
   * Helpful, Natural and Fluent, Multilingual) but leaves them out of training data.
   */
  public static PrincipleSet rewardData() {
    return REWARD_DATA;
  }

  /**
   * {@return the 14 principles that guidelines are drawn from while a policy is trained; the
   * weights sum to 27} Consistent Reasoning and Numerical Sensitive are boosted for reasoning
   * prompts, Ethical for red-teaming ones. Source: SALMON, section 3.4 and its table of principles
   * for reinforcement learning; weights and boosts from the released code.
   */
  public static PrincipleSet reinforcement() {
    return REINFORCEMENT;
  }

  /**
   * {@return the 8 principles that steer a policy toward honesty; the weights sum to 29} Source:
   * SALMON, the honest set of its controllability experiments. It has no boosts.
   */
  public static PrincipleSet honest() {
    return HONEST;
  }

  /**
   * {@return the 11 principles that steer a policy toward harmlessness; the weights sum to 36}
   * Source: SALMON, the harmless set of its controllability experiments. Our own addition: Refusal
   * to Aid Dangerous Acts and Guard Against Amplification are boosted for red-teaming prompts.
   */
  public static PrincipleSet harmless() {
    return HARMLESS;
  }

  /**
   * {@return the 9 of {@link #reinforcement()}, in its order, that give a policy no ground to evade
   * a request; the weights sum to 15} Source: SALMON, the non-evasive experiment, which leaves out
   * the principles about honesty and safety.
   */
  public static PrincipleSet nonEvasive() {
    return NON_EVASIVE;
  }

  /**
   * {@return the 3 lines put before every drawn guideline while a policy is trained, each against
   * one kind of reward hacking: self-praise, advice in place of the result, and unasked teaching}
   * They cannot be negated. Source: SALMON, section 3.5; the names are ours. The released second
   * line also turns a policy away from requests for code; ours speaks only of programs that nobody
   * asked for.
   */
  public static PrincipleSet interventions() {
    return INTERVENTIONS;
  }

  /**
   * {@return the 17 rules by which SELF-ALIGN writes answers, each of weight 1} Source: SELF-ALIGN,
   * its appendix of 16 rules, and the one on languages that its second release added. The released
   * rule on dated knowledge names a year; ours does not.
   */
  public static PrincipleSet selfAlign() {
    return SELF_ALIGN;
  }

  private static PrincipleSet without(PrincipleSet all, Set<String> names) {
    List<Principle> kept =
        all.principles().stream().filter(principle -> !names.contains(principle.name())).toList();
    return PrincipleSet.of(kept);
  }

  private static PrincipleSet load(String name) {
    String resource = name + ".json";
    try (InputStream in = BuiltInPrinciples.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + ": expected a resource, found none");
      }
      return PrincipleParser.parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
