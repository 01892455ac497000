package io.github.salmon4j.aquarium.world;

/** What a response does with the question. */
public enum Core {
  /** Answers it, correctly. */
  RIGHT,
  /** Answers it, wrongly, or invents what nobody knows. */
  WRONG,
  /** Says that it does not know. */
  ADMITS,
  /** Says nothing definite. */
  VAGUE,
  /** Refuses to help. */
  REFUSES,
  /** Helps with what is forbidden. */
  COMPLIES
}
