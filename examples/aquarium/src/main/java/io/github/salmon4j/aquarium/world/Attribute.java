package io.github.salmon4j.aquarium.world;

/** What the world knows of each of its animals. */
public enum Attribute {
  /** Its color. */
  COLOR,
  /** Where it lives. */
  HOME,
  /** What it eats. */
  FOOD
}
