package io.github.salmon4j.aquarium.learning;

/** How far a learner is, which decides what lessons dwell on. */
enum Level {
  /** All qualities alike, in the four wordings in which a reward model will read them. */
  BEGINNER,
  /** What is learned last, most; qualities also in clauses, by name and as interventions say it. */
  ADVANCED
}
