package io.github.salmon4j.aquarium.world;

/** How a response begins. */
public enum Opening {
  /** With its content. */
  NONE,
  /** With a friendly sentence. */
  FRIENDLY,
  /** With a sentence that sounds like a machine. */
  STIFF
}
