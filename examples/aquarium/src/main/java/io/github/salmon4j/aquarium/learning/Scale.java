package io.github.salmon4j.aquarium.learning;

/**
 * How much of everything a run of the pipeline does.
 *
 * @param prompts of which the base's own responses are labeled, two each
 * @param passes over the labels, with fresh guidelines each
 * @param questions pairs in an exam
 * @param steps PPO steps of each policy
 * @param rollouts of each step
 */
record Scale(int prompts, int passes, int questions, int steps, int rollouts) {

  /** {@return what the claims are measured with} */
  static Scale full() {
    return new Scale(600, 4, 400, 30, 64);
  }

  /** {@return what a test can wait for} */
  static Scale reduced() {
    return new Scale(400, 3, 100, 8, 32);
  }
}
