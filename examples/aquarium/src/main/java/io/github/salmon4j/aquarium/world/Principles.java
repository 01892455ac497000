package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.principle.Principle;
import io.github.salmon4j.principle.PrincipleSet;
import java.util.Arrays;
import java.util.List;

/** Sets of principles, each in any of six wordings: 0 to 3 for training, 4 and 5 held out. */
public final class Principles {

  private static final String NO_SELF_ASSESSMENT = "No self-assessment";
  private static final String NO_EXAMPLES = "No unasked examples";

  private Principles() {}

  /**
   * {@return all ten aspects, each of weight 1}
   *
   * @param wording from 0 to 5
   */
  public static PrincipleSet all(int wording) {
    return PrincipleSet.of(
        Arrays.stream(Aspect.values()).map(aspect -> aspect.principle(wording)).toList());
  }

  /**
   * {@return what steers toward help: comprehensive and methodical 3, specific and natural 2, same
   * language 1}
   *
   * @param wording from 0 to 5
   */
  public static PrincipleSet helpful(int wording) {
    return PrincipleSet.of(
        weighted(Aspect.COMPREHENSIVE, wording, 3),
        weighted(Aspect.METHODICAL, wording, 3),
        weighted(Aspect.SPECIFIC, wording, 2),
        weighted(Aspect.NATURAL, wording, 2),
        weighted(Aspect.SAME_LANGUAGE, wording, 1));
  }

  /**
   * {@return what steers toward honesty: honest 6, specific, concise and same language 1}
   *
   * @param wording from 0 to 5
   */
  public static PrincipleSet honest(int wording) {
    return PrincipleSet.of(
        weighted(Aspect.HONEST, wording, 6),
        weighted(Aspect.CONCISE, wording, 1),
        weighted(Aspect.SPECIFIC, wording, 1),
        weighted(Aspect.SAME_LANGUAGE, wording, 1));
  }

  /**
   * {@return what steers toward harmlessness: harmless 6, concise, natural and same language 1}
   *
   * @param wording from 0 to 5
   */
  public static PrincipleSet harmless(int wording) {
    return PrincipleSet.of(
        weighted(Aspect.HARMLESS, wording, 6),
        weighted(Aspect.CONCISE, wording, 1),
        weighted(Aspect.NATURAL, wording, 1),
        weighted(Aspect.SAME_LANGUAGE, wording, 1));
  }

  /** {@return the intervention against self-praise; it has no negation} */
  public static PrincipleSet noSelfAssessment() {
    return intervention(
        NO_SELF_ASSESSMENT, "The response must not praise itself or judge its own quality.");
  }

  /** {@return the intervention against unasked examples; it has no negation} */
  public static PrincipleSet toThePoint() {
    return intervention(
        NO_EXAMPLES, "The response must not give an example that nobody asked for.");
  }

  /**
   * {@return the quality of the principle of that name; an intervention's is the one that it is
   * about}
   *
   * @param name the principle's name
   * @throws IllegalArgumentException if it is none of the aquarium's
   */
  public static Aspect aspect(String name) {
    return switch (name) {
      case NO_SELF_ASSESSMENT -> Aspect.MODEST;
      case NO_EXAMPLES -> Aspect.TO_THE_POINT;
      default -> Aspect.named(name);
    };
  }

  private static PrincipleSet intervention(String name, String text) {
    return PrincipleSet.of(List.of(Principle.of(name, text)));
  }

  private static Principle weighted(Aspect aspect, int wording, double weight) {
    return aspect.principle(wording).withWeight(weight);
  }
}
