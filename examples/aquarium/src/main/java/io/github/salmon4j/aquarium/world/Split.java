package io.github.salmon4j.aquarium.world;

/** What a task is for. */
public enum Split {
  /** Three quarters of the contents: labels, reward models and PPO come from them. */
  TRAIN,
  /**
   * One quarter of the contents: for exams alone, in every wording. Only the base, which must know
   * what is true of all animals, has read about them.
   */
  HELD_OUT
}
