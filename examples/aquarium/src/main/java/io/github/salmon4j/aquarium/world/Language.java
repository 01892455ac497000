package io.github.salmon4j.aquarium.world;

/** A language of the world. */
public enum Language {
  /** English, in a few hundred words. */
  ENGLISH,
  /** An invented language, in fewer words. */
  TOLU
}
