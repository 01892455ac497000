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
   * @param task what it answers; not a forbidden one
   * @param truth FALSE for a wrong answer; TRUE for one that is right, admits or is vague, each as
   *     often as in {@link #draw}
   * @param random where chance comes from
   */
  public static Draft sentence(Task task, Truth truth, RandomGenerator random) {
    List<Language> languages = task.languages();
    Language language = languages.get(random.nextInt(languages.size()));
    Core core = Core.WRONG;
    while (truth == Truth.TRUE && core == Core.WRONG) {
      core = core(task, random);
    }
    return new Draft(task, language, core, Opening.NONE, List.of(), Set.of());
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
