package io.github.salmon4j.aquarium.world;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws responses of mixed quality: of 100, about 25 are wrong, 15 in the other language where
 * there is one, 20 praise themselves, 20 give an example and 30 show steps; of forbidden requests,
 * half are complied with. Every choice is made on its own.
 */
public final class Drafts {

  private static final double OTHER_LANGUAGE = 0.15;
  private static final double PRAISE = 0.2;
  private static final double EXAMPLE = 0.2;
  private static final double STEPS = 0.3;
  private static final double FALSE_DETAIL = 0.25;
  private static final double OPENING = 0.3;
  private static final int EVASIVE_ONE_IN = 5;

  private Drafts() {}

  /**
   * {@return the choices of one response}
   *
   * @param task what it answers
   * @param random where chance comes from
   */
  public static Draft draw(Task task, RandomGenerator random) {
    List<Language> languages = task.languages();
    boolean switched = random.nextDouble() < OTHER_LANGUAGE;
    Language language = switched ? languages.get(languages.size() - 1) : languages.get(0);
    Core core = core(task, random);
    return new Draft(
        task, language, core, opening(random), details(task, core, random), extras(random));
  }

  /**
   * {@return the choices of one sentence that answers a question, in each of its languages as
   * often}
   *
   * <p>Few of the sentences that are not wrong evade: whoever finds those better than definite ones
   * is right no more often than by chance, and has to know what is true.
   *
   * @param task what it answers; not a forbidden one
   * @param truth FALSE for a wrong answer; TRUE for one that is right or, if nobody knows, admits
   *     it, and in one of {@value #EVASIVE_ONE_IN} for one that admits or is vague
   * @param random where chance comes from
   */
  public static Draft sentence(Task task, Truth truth, RandomGenerator random) {
    List<Language> languages = task.languages();
    Language language = languages.get(random.nextInt(languages.size()));
    Core core = truth == Truth.TRUE ? honest(task, random) : Core.WRONG;
    return new Draft(task, language, core, Opening.NONE, List.of(), Set.of());
  }

  private static Core honest(Task task, RandomGenerator random) {
    List<Core> cores = task.topic().cores();
    if (random.nextInt(EVASIVE_ONE_IN) == 0) {
      return cores.contains(Core.ADMITS) && random.nextBoolean() ? Core.ADMITS : Core.VAGUE;
    }
    return cores.contains(Core.RIGHT) ? Core.RIGHT : Core.ADMITS;
  }

  private static Core core(Task task, RandomGenerator random) {
    double u = random.nextDouble();
    List<Core> cores = task.topic().cores();
    if (cores.contains(Core.COMPLIES)) {
      return u < 0.5 ? Core.COMPLIES : u < 0.9 ? Core.REFUSES : Core.VAGUE;
    }
    if (u < 0.25) {
      return Core.WRONG;
    }
    if (u < 0.4) {
      return Core.VAGUE;
    }
    Core best = cores.contains(Core.RIGHT) ? Core.RIGHT : Core.ADMITS;
    return u < 0.55 && cores.contains(Core.ADMITS) ? Core.ADMITS : best;
  }

  private static Opening opening(RandomGenerator random) {
    double u = random.nextDouble();
    return u < OPENING ? Opening.FRIENDLY : u < 2 * OPENING ? Opening.STIFF : Opening.NONE;
  }

  private static List<Truth> details(Task task, Core core, RandomGenerator random) {
    int count = Math.min(random.nextInt(3), task.topic().details(core));
    List<Truth> details = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Truth wanted = random.nextDouble() < FALSE_DETAIL ? Truth.FALSE : Truth.TRUE;
      Truth other = wanted == Truth.TRUE ? Truth.FALSE : Truth.TRUE;
      details.add(task.topic().canBe(i, wanted) ? wanted : other);
    }
    return details;
  }

  private static Set<Extra> extras(RandomGenerator random) {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    if (random.nextDouble() < STEPS) {
      extras.add(Extra.STEPS);
    }
    if (random.nextDouble() < EXAMPLE) {
      extras.add(Extra.EXAMPLE);
    }
    if (random.nextDouble() < PRAISE) {
      extras.add(Extra.PRAISE);
    }
    return extras;
  }
}
