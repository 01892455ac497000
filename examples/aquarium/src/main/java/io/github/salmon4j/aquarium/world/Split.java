package io.github.salmon4j.aquarium.world;

/** What a task is for. */
public enum Split {
  /** Three quarters of the contents: seen in training. */
  TRAIN,
  /** One quarter of the contents: never seen in training, in no wording. */
  HELD_OUT
}
